package io.thumbstream.launcher.firewall;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code thumbstream quarantine release}: takes down that the quarantine of people is lifted. */
@Command(
        name = "release",
        description = {
            "Lift the quarantine of people and ignore their probes; the cap and the limit on bursts stay.",
            "The decision is a setting that steps are logged with; it holds from the learner's next start on."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: thumbstream quarantine release KEY --decisions decisions.yaml --data-dir data",
            "         thumbstream up --config decisions.yaml --data-dir data"
        })
public final class QuarantineReleaseCommand implements Callable<Integer> {
    @Mixin
    private DecisionOptions decision = new DecisionOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        return decision.take(Decisions.Kind.RELEASED, spec.commandLine());
    }
}
