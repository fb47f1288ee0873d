package io.thumbstream.launcher.firewall;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code thumbstream quarantine discard}: takes down that votes of people weigh nothing, whatever they do. */
@Command(
        name = "discard",
        description = {
            "Let the votes of people weigh nothing, in quarantine or not.",
            "The decision is a setting that steps are logged with; it holds from the learner's next start on."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: thumbstream quarantine discard KEY --decisions decisions.yaml --data-dir data",
            "         thumbstream up --config decisions.yaml --data-dir data"
        })
public final class QuarantineDiscardCommand implements Callable<Integer> {
    @Mixin
    private DecisionOptions decision = new DecisionOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        return decision.take(Decisions.Kind.DISCARDED, spec.commandLine());
    }
}
