package io.thumbstream.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.lab.report.Figure;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Partition;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.model.reward.ScoreInput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogCostTest {
    @Test
    void shouldGiveTheMeanDifferenceOfPairsInPercentOfTheTimeWithoutALog() {
        LogCost cost = new LogCost("policy", 4);
        cost.add(2.04, 2.0);
        cost.add(4.04, 4.0); // the machine was half as fast: the difference counts, not the level
        assertThat(cost.percent().mean()).isCloseTo(100 * 0.04 / 3, within(1e-9));
        assertThat(cost.percent().high() - cost.percent().low()).isCloseTo(0, within(1e-9));
        assertThat(value(cost, "policy-steps-per-second-unlogged")).isCloseTo(4 / 3.0, within(1e-9));
        assertThat(value(cost, "policy-log-time")).isCloseTo(10, within(1e-9));
        assertThat(value(cost, "policy-steps-on-each-side")).isEqualTo(8);
    }

    @Test
    void shouldMissMoreThanThreePercentAndUnequalWeights() {
        LogCost dear = new LogCost("policy", 1);
        dear.add(1.05, 1.0);
        dear.add(1.03, 1.0);
        assertThat(missed(dear, true)).containsExactly("policy-log-cost");
        LogCost cheap = new LogCost("policy", 1);
        cheap.add(1.01, 1.0);
        cheap.add(1.03, 1.0);
        assertThat(missed(cheap, true)).isEmpty();
        assertThat(missed(cheap, false)).containsExactly("policy-same-weights");
    }

    @Test
    void shouldHandOverFullBatchesOfNewRecordsAndKnowHowFarItIs() {
        EndlessSource<Long> source = new EndlessSource<>("topic", 3, (index, id) -> index * 10);
        List<InputRecord<Long>> all = new ArrayList<>(source.poll(Duration.ZERO));
        all.addAll(source.poll(Duration.ZERO));
        assertThat(all.stream().map(InputRecord::id))
                .containsExactly("record-0", "record-1", "record-2", "record-3", "record-4", "record-5");
        assertThat(all.stream().map(InputRecord::value)).containsExactly(0L, 10L, 20L, 30L, 40L, 50L);
        assertThat(all.stream().map(InputRecord::position)).doesNotHaveDuplicates();
        for (int partition = 0; partition < 4; partition++) {
            Partition in = new Partition("topic", partition);
            long handed = all.stream()
                    .filter(record -> record.position().in().equals(in))
                    .count();
            assertThat(source.positions()).containsEntry(in, handed);
        }
    }

    @Test
    void shouldLetThePersonChooseTheBetterOfNeighbouringAnswers() {
        SampledGroup group = new SampledGroup(
                "hello", List.of(worth(1), worth(0), worth(0.5), worth(0.5)), List.of("a", "b", "c", "d"));
        assertThat(group.choices().stream().map(RewardLabel::value)).containsExactly(1.0, 0.5);
        assertThat(group.choices().get(0).items())
                .containsExactly(new ScoreInput("user: hello", "a"), new ScoreInput("user: hello", "b"));
        assertThat(group.named("other", 3).groupId()).isEqualTo("other");
    }

    private static GroupRollout worth(double reward) {
        return new GroupRollout("a", new int[] {1}, new int[] {2}, new float[] {-1}, 0, reward, Optional.empty());
    }

    private static List<String> missed(LogCost cost, boolean sameWeights) {
        return cost.figures(sameWeights).stream()
                .filter(figure -> !figure.met())
                .map(Figure::name)
                .toList();
    }

    private static double value(LogCost cost, String name) {
        return cost.figures(true).stream()
                .filter(figure -> figure.name().equals(name))
                .mapToDouble(Figure::value)
                .findFirst()
                .orElseThrow();
    }
}
