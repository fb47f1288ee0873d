package io.thumbstream.learner;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.learner.engine.EngineListener;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.PublishedVersion;
import io.thumbstream.learner.engine.Recovery;
import io.thumbstream.learner.engine.StepContext;
import io.thumbstream.learner.engine.StepInput;
import io.thumbstream.learner.engine.StepOutcome;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.trust.Reason;
import io.thumbstream.learner.trust.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Verdicts are made known when all they rest on is logged, and never after a step alone. */
class QuarantineListenerTest {
    private static final Duration TOOK = Duration.ofMillis(3);
    private static final Verdict LIAR = new Verdict("liar", 0, true, Map.of(Reason.PROBES_FAILED, 7.0));

    private final List<String> passedOn = new ArrayList<>();
    private final List<String> shown = new ArrayList<>();
    private final EngineListener next = new EngineListener() {
        @Override
        public void stepped(StepPlan<?> plan, StepOutcome outcome, Duration took) {
            passedOn.add("step " + plan.context().step());
        }

        @Override
        public void checkpointed(long step, Duration took) {
            passedOn.add("checkpoint " + step);
        }

        @Override
        public void published(PublishedVersion version, Duration took) {
            passedOn.add("version " + version.version());
        }

        @Override
        public void recovered(Recovery recovery) {
            passedOn.add("recovery " + recovery.step());
        }
    };
    private final QuarantineListener listener = new QuarantineListener(
            next,
            () -> List.of(LIAR),
            (step, notable) -> shown.add(step + " " + notable.get(0).person()));

    @Test
    void shouldShowVerdictsWhenTheStepsBehindThemAreLogged() {
        listener.recovered(new Recovery(1, 2, 3, 0));
        listener.stepped(
                new StepPlan<>(
                        new StepContext(4, 1, 0),
                        List.of(StepInput.of(new InputRecord<>(new Position("labels", 0, 0), "label", 1, "said")))),
                new StepOutcome(Optional.empty(), 1, 0, Map.of()),
                TOOK);
        listener.checkpointed(5, TOOK);
        listener.published(
                new PublishedVersion(
                        "reward/test", 2, 1, Path.of("v2"), "sha", 6, Optional.empty(), "hash", Instant.EPOCH),
                TOOK);

        assertThat(shown).containsExactly("3 liar", "5 liar", "6 liar");
        assertThat(passedOn).containsExactly("recovery 3", "step 4", "checkpoint 5", "version 2");
    }
}
