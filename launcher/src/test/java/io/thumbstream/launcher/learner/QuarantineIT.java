package io.thumbstream.launcher.learner;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.learner.LearnerReplay;
import io.thumbstream.learner.LearnerService;
import io.thumbstream.learner.ReplayOutcome;
import io.thumbstream.learner.ReplayRequest;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.trust.Decision;
import io.thumbstream.learner.trust.Reason;
import io.thumbstream.learner.trust.Treatment;
import io.thumbstream.learner.trust.Verdict;
import io.thumbstream.learner.trust.VerdictBoard;
import io.thumbstream.learner.wire.KafkaQuarantine;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.SourcePosition;
import io.thumbstream.schemas.avro.StepInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A decision is a record: the running learner takes it up, logs it, shows what became of it, and knows it again from the log alone. A policy that
 * begins to read labels takes up all decisions from the first on.
 */
class QuarantineIT {
    private static final String POLICY = "policy/support";
    private static final String REWARD = "reward/support";
    private static final Verdict DISCARDED = new Verdict("bot", 0, false, Map.of(Reason.DISCARDED, 0.0));

    private final Path dataDir;

    QuarantineIT(@TempDir Path dataDir) {
        this.dataDir = dataDir;
    }

    @Test
    void shouldTakeUpADecisionAndKnowItFromTheLogAlone(@TempDir Path folder) throws IOException {
        try (LearnerBench bench = new LearnerBench(dataDir);
                KafkaQuarantine quarantine = bench.quarantine()) {
            LearnerService live = bench.service(LearnerBench.rewardsAlone());
            bench.labels(0, 64);
            assertThat(quarantine.read().people()).isEmpty();
            Position at = quarantine.decide("bot", Decision.DISCARD, "carol", "a script");
            LearnerBench.await(() -> !quarantine.read().people().isEmpty());
            live.close();

            VerdictBoard.Noted shown = quarantine.read().people().get(0);
            assertThat(shown.verdict()).isEqualTo(DISCARDED);
            assertThat(shown.verdict().treatment()).isEqualTo(Treatment.DISCARDED);
            assertThat(logged(bench, REWARD)).containsExactly(at.offset());
            assertRebuilt(bench, folder);

            LearnerIT.delete(dataDir.resolve("learner"));
            LearnerService again = bench.service(LearnerBench.rewardsAlone());
            assertThat(quarantine.read().people()).as("unchanged").containsExactly(shown);
            Position back = quarantine.decide("bot", Decision.CLEAR, "", "");
            LearnerBench.await(() -> quarantine.read().people().isEmpty());
            again.close();
            assertThat(logged(bench, REWARD)).containsExactly(at.offset(), back.offset());
            assertThat(logged(bench, POLICY)).as("it reads no labels").isEmpty();

            LearnerService hearing = bench.service(LearnerBench.readingLabels());
            LearnerBench.await(() -> logged(bench, POLICY).size() == 2);
            hearing.close();
            assertThat(logged(bench, POLICY)).containsExactly(at.offset(), back.offset());
            assertThat(logged(bench, REWARD)).as("once").hasSize(2);
            assertReplayed(bench, folder.resolve("hearing"));
        }
    }

    /** Steps of decisions alone, from the topics. */
    private static void assertReplayed(LearnerBench bench, Path folder) {
        ReplayRequest all = new ReplayRequest(
                ReplayRequest.Learner.POLICY, OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), false);

        ReplayOutcome outcome =
                bench.replay(folder, LearnerBench.readingLabels()).run(all, new Told());

        assertThat(outcome.result().applied()).isBetween(1L, 2L);
        assertThat(outcome.result().mismatches()).isEmpty();
    }

    private static final class Told implements LearnerReplay.Progress {
        @Override
        public void begins(long lastStep) {
            assertThat(lastStep).isPositive();
        }

        @Override
        public void reached(long step) {
            assertThat(step).isPositive();
        }
    }

    /** Offsets of decisions that steps of the learner have taken. */
    private static List<Long> logged(LearnerBench bench, String learner) {
        return bench.read(Topics.TRAINING_LOG).stream()
                .filter(step -> step.getLearner().equals(learner))
                .flatMap(step -> step.getInputs().stream())
                .map(StepInput::getPosition)
                .filter(position -> position.getTopic().equals(Topics.QUARANTINE_DECISIONS.name()))
                .map(SourcePosition::getOffset)
                .toList();
    }

    private static void assertRebuilt(LearnerBench bench, Path folder) {
        ReplayRequest all = new ReplayRequest(
                ReplayRequest.Learner.REWARD, OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), true);

        ReplayOutcome outcome = bench.replay(folder).run(all, new Told());

        assertThat(outcome.versions()).isPositive();
        assertThat(outcome.differing()).isEmpty();
        assertThat(outcome.result().mismatches()).isEmpty();
    }
}
