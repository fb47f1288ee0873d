package io.thumbstream.launcher.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.launcher.serve.ServedPart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that only look as if they took partitions over. */
@Timeout(60)
class SecondRewardTest {
    private static final String STAYS =
            "trap 'echo asked; exit 0' TERM; echo 'reward is ready somewhere'; while :; do sleep 0.05; done";

    private final Path home;

    SecondRewardTest(@TempDir Path home) {
        this.home = home;
    }

    @Test
    void shouldAskTheFirstToEndAndKillTheSecondWhenPartitionsMoved() throws Exception {
        try (SecondReward second = second(takes("0_1", "0_3") + STAYS, Duration.ofSeconds(50))) {
            second.begin();
            second.end();
            while (!log(1).contains("asked")) {
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
            second.begin();
            second.end();

            assertThat(missed(second.evidence())).isEmpty();
            assertThat(second.evidence().faults()).isEmpty();
            assertThat(value(second.evidence(), "partition-moved-partitions"))
                    .as("two each time")
                    .isEqualTo(4);
            assertThat(log(2)).doesNotContain("asked");
        }
    }

    @Test
    void shouldFindThatNoPartitionMoved() throws Exception {
        try (SecondReward second = second(STAYS, Duration.ofMillis(200))) {
            second.begin();
            second.end();

            assertThat(missed(second.evidence())).containsExactly("partition-moved-rounds");
            assertThat(second.evidence().faults())
                    .containsExactly("no partition moved to the second reward service in round 1; see its log"
                            + " reward-second-1.log");
        }
    }

    @Test
    void shouldNotCountPartitionsOfAServiceThatIsNotReady() throws Exception {
        try (SecondReward second = second(takes("0_1") + "exec sleep 600", Duration.ofMillis(200))) {
            second.begin();

            assertThat(missed(second.evidence())).containsExactly("partition-moved-rounds");
        }
    }

    @Test
    void shouldFindAServiceThatEndedByItself() throws Exception {
        try (SecondReward second = second("exit 1", Duration.ofSeconds(50))) {
            second.begin();
            second.end();

            assertThat(missed(second.evidence()))
                    .containsExactly("partition-moved-rounds", "partition-moved-second-ended");
        }
    }

    @Test
    void shouldDemandThatPartitionsMovedEachTime() {
        assertThat(missed(SecondReward.judge(List.of(2L, 1L), 0))).isEmpty();
        assertThat(missed(SecondReward.judge(List.of(2L, 0L), 0))).containsExactly("partition-moved-rounds");
        assertThat(missed(SecondReward.judge(List.of(2L), 0))).containsExactly("partition-moved-rounds");
        assertThat(missed(SecondReward.judge(List.of(2L, 1L), 1))).containsExactly("partition-moved-second-ended");
    }

    /** Makes the directories that tasks have in the data directory of a round, {@code $0}. */
    private static String takes(String... tasks) {
        StringBuilder script = new StringBuilder();
        for (String task : tasks) {
            script.append("mkdir -p \"$0\"/reward-state/app/").append(task).append("; ");
        }
        return script.toString();
    }

    private SecondReward second(String script, Duration movesWithin) {
        return new SecondReward(
                home,
                round -> new Child(
                        ServedPart.REWARD,
                        List.of(
                                "sh",
                                "-c",
                                script,
                                SecondReward.directory(home, round).toString()),
                        home.resolve(round + ".log")),
                movesWithin,
                time -> LockSupport.parkNanos(time.toNanos()));
    }

    private String log(int round) throws IOException {
        return Files.readString(home.resolve(round + ".log"), StandardCharsets.UTF_8);
    }

    private static List<String> missed(Evidence evidence) {
        return new Figures(evidence.figures())
                .missed().stream().map(Figure::name).toList();
    }

    private static double value(Evidence evidence, String name) {
        return evidence.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
