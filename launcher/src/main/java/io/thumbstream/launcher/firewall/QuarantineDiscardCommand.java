package io.thumbstream.launcher.firewall;

import io.thumbstream.learner.trust.Decision;
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
            "The decision is a record that the reward learner takes up with its next step, and logs with it; exit code 1 when the"
                    + " brokers did not take it, 2 when a KEY is nobody's or there are no brokers.",
            "With --decisions it is a setting in a file instead, which holds from the learner's next start on."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: thumbstream quarantine discard KEY --bootstrap 127.0.0.1:9092 --data-dir data --by carol --why known",
            "         thumbstream quarantine discard KEY --decisions decisions.yaml --data-dir data"
        })
public final class QuarantineDiscardCommand implements Callable<Integer> {
    @Mixin
    private DecisionOptions decision = new DecisionOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        return decision.take(Decision.DISCARD, spec.commandLine());
    }
}
