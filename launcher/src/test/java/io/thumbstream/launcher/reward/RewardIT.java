package io.thumbstream.launcher.reward;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.reward.RewardService;
import io.thumbstream.reward.RewardSettings;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.Label;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reward service on a real broker: exactly-once counts, restart with an empty side, poison, topics. */
class RewardIT {
    private static final int GROUPS = 40;
    private static final Clock CLOCK = Clock.systemUTC();

    @Test
    void shouldLabelEveryVoteOnceAcrossARestartThatSawNoFeedback(@TempDir Path dataDir) {
        try (RewardBench bench = new RewardBench(dataDir)) {
            RewardService before = bench.service();
            Instant start = CLOCK.instant();
            for (int g = 0; g < GROUPS; g++) {
                bench.rollout("g" + g, start.plusMillis(g));
            }
            assertThat(bench.read(Topics.EXPERIENCE, GROUPS)).hasSize(GROUPS);
            before.close();
            assertThat(before.ready()).isFalse();

            RewardService after = bench.service();
            Instant later = CLOCK.instant();
            for (int g = 0; g < GROUPS; g++) {
                bench.thumb("f" + g, "g" + g, g % 3 == 0 ? -1 : 1, later.plusMillis(g));
                if (g % 4 == 0) {
                    bench.thumb("f" + g, "g" + g, 1, later.plusMillis(g));
                }
            }
            bench.poison("g0");
            bench.thumb("f-last", "g0", 1, CLOCK.instant());

            List<Label> labels = bench.read(Topics.LABELS, GROUPS + 1);
            assertThat(labels).hasSize(GROUPS + 1);
            assertThat(labels.stream().map(label -> label.getLabelId() + "#" + label.getRevision()))
                    .doesNotHaveDuplicates();
            assertThat(labels.stream()
                            .flatMap(label -> label.getFeedbackIds().stream())
                            .distinct())
                    .hasSize(GROUPS + 1);
            assertThat(bench.read(Topics.EXPERIENCE, 2 * GROUPS + 1))
                    .hasSize(2 * GROUPS + 1)
                    .extracting(Experience::getRevision)
                    .contains(1, 2, 3);
            assertThat(bench.records(Topics.dlq(Topics.FEEDBACK), new ByteArrayDeserializer(), 1))
                    .singleElement()
                    .satisfies(dead -> assertThat(dead.headers().lastHeader("__streams.errors.offset"))
                            .isNotNull());
            assertThat(after.alive()).isTrue();
            after.close();
        }
    }

    @Test
    void shouldLabelVotesWhenTheClockOfItsMachineIsBehindThatOfTheBroker(@TempDir Path dataDir) {
        try (RewardBench bench = new RewardBench(dataDir)) {
            RewardService service =
                    bench.service(RewardSettings.defaults(), Clock.offset(CLOCK, Duration.ofHours(-25)));
            Instant now = CLOCK.instant();
            bench.rollout("g", now);
            bench.thumb("f", "g", 1, now.plusMillis(1));

            assertThat(bench.read(Topics.LABELS, 1))
                    .singleElement()
                    .satisfies(label -> assertThat(label.getFeedbackIds()).containsExactly("f"));
            service.close();
        }
    }

    @Test
    void shouldCreateAheadExactlyTheTopicsThatStreamsWouldMakeForItself(@TempDir Path dataDir) throws Exception {
        try (RewardBench bench = new RewardBench(dataDir)) {
            RewardService service = bench.serviceThatMakesItsOwnTopics();

            assertThat(bench.internalTopics())
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(RewardService.internalTopics(
                            RewardSettings.defaults(), Topics.DEFAULT_PARTITIONS, (short) 1));
            service.close();
        }
    }
}
