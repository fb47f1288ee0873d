package io.thumbstream.launcher.learner;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.learner.LearnerService;
import io.thumbstream.learner.LearnerSettings;
import io.thumbstream.learner.wire.KafkaQuarantine;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.PersonDecision;
import io.thumbstream.schemas.avro.SourcePosition;
import io.thumbstream.schemas.avro.StepInput;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom its firewall has convicted the reward learner tells once, by a record that a policy which reads labels takes up and it does not. */
class ConvictionIT {
    private static final String POLICY = "policy/support";
    private static final String REWARD = "reward/support";
    private static final String PROBE = "two and two are four";

    private final Path dataDir;

    ConvictionIT(@TempDir Path dataDir) {
        this.dataDir = dataDir;
    }

    @Test
    void shouldTellAPolicyThatReadsLabelsWhomTheFirewallHasConvicted() {
        LearnerSettings settings = LearnerBench.readingLabels(PROBE);
        try (LearnerBench bench = new LearnerBench(dataDir);
                KafkaQuarantine quarantine = bench.quarantine()) {
            LearnerService live = bench.service(settings);
            bench.labels(0, 32);
            bench.thumbsDown("liar", PROBE, 32, 64);
            LearnerBench.await(() -> taken(bench, POLICY).size() == 1);
            live.close();

            assertThat(bench.read(Topics.QUARANTINE_DECISIONS)).singleElement().satisfies(told -> {
                assertThat(told.getUserKey()).isEqualTo("liar");
                assertThat(told.getDecision()).contains(PersonDecision.CONVICT);
                assertThat(told.getDecidedBy()).isEqualTo("firewall");
                assertThat(told.getWhy()).contains("probes-failed");
            });
            assertThat(taken(bench, REWARD)).as("it knows by its steps").isEmpty();
            assertThat(bench.deadLetters(Topics.QUARANTINE_DECISIONS)).isZero();
            assertThat(quarantine.read().people())
                    .filteredOn(noted -> noted.verdict().quarantined())
                    .extracting(noted -> noted.verdict().person())
                    .containsExactly("liar");

            bench.service(settings).close();
            assertThat(bench.read(Topics.QUARANTINE_DECISIONS)).as("told once").hasSize(1);
            assertThat(taken(bench, POLICY)).as("taken once").hasSize(1);
        }
    }

    /** Offsets of decisions that steps of the learner have taken. */
    private static List<Long> taken(LearnerBench bench, String learner) {
        return bench.read(Topics.TRAINING_LOG).stream()
                .filter(step -> step.getLearner().equals(learner))
                .flatMap(step -> step.getInputs().stream())
                .map(StepInput::getPosition)
                .filter(position -> position.getTopic().equals(Topics.QUARANTINE_DECISIONS.name()))
                .map(SourcePosition::getOffset)
                .toList();
    }
}
