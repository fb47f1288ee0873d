package io.thumbstream.launcher.access;

import io.thumbstream.gateway.access.AccessSettings;
import io.thumbstream.gateway.access.ApiKeys;
import io.thumbstream.gateway.access.Scope;
import io.thumbstream.launcher.console.ExitCodes;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thumbstream keys new}: a fresh API key, shown once, and the settings that hold its hash. */
@Command(
        name = "new",
        description = {
            "Make an API key for callers of the gateway.",
            "The key is shown this once and kept nowhere; put the settings below it into your configuration."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: thumbstream keys new --name web --scopes chat,feedback"})
public final class NewKeyCommand implements Callable<Integer> {
    @Option(names = "--name", required = true, paramLabel = "N", description = "Small letters, digits and '-'.")
    private String name = "";

    @Option(
            names = "--scopes",
            required = true,
            split = ",",
            paramLabel = "SCOPE",
            description = "chat, exchanges, feedback, feedback-unsigned, read.")
    private List<String> scopes = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        String key = ApiKeys.fresh(NewKeyCommand::randomBytes);
        AccessSettings.Key entry = entry(key);
        PrintWriter out = spec.commandLine().getOut();
        out.println("key: " + key);
        out.println();
        out.println("gateway:");
        out.println("  access:");
        out.println("    keys:");
        out.println("      " + name + ": {sha256: " + entry.sha256() + ", scopes: ["
                + entry.scopes().stream().map(Scope::word).collect(Collectors.joining(", ")) + "]}");
        out.flush();
        return ExitCodes.OK;
    }

    private AccessSettings.Key entry(String key) {
        try {
            AccessSettings.checkName(name);
            return new AccessSettings.Key(
                    ApiKeys.hash(key),
                    scopes.stream().map(this::scope).distinct().toList());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Scope scope(String word) {
        return Arrays.stream(Scope.values())
                .filter(scope -> scope.word().equals(word.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + word + "' is no scope; give some of "
                        + Arrays.stream(Scope.values()).map(Scope::word).collect(Collectors.joining(", "))));
    }

    private static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
