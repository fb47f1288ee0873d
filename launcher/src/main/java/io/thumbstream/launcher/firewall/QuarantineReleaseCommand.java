package io.thumbstream.launcher.firewall;

import io.thumbstream.learner.trust.Decision;
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
            "The decision is a record that the reward learner takes up with its next step, and logs with it; exit code 1 when the"
                    + " brokers did not take it, 2 when a KEY is nobody's or there are no brokers.",
            "With --decisions it is a setting in a file instead, which holds from the learner's next start on."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: thumbstream quarantine release KEY --bootstrap 127.0.0.1:9092 --data-dir data --by carol --why known",
            "         thumbstream quarantine release KEY --decisions decisions.yaml --data-dir data"
        })
public final class QuarantineReleaseCommand implements Callable<Integer> {
    @Mixin
    private DecisionOptions decision = new DecisionOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        return decision.take(Decision.RELEASE, spec.commandLine());
    }
}
