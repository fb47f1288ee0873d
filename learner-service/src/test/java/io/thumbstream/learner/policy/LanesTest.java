package io.thumbstream.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.thumbstream.learner.engine.StepOutcome;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.NativeThreads;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Semantics locked here: threads change no bit, lanes only how sums round; a part that fails ends the step for all. */
class LanesTest {
    private static final int STEPS = 4;

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
        NativeThreads.use(1);
    }

    /** What some steps left behind. */
    private record Trained(String digest, float[] weights, List<Map<String, Double>> measures) {}

    @ParameterizedTest(name = "{0}: {1} lanes, {2} threads")
    @CsvSource({"ppo-clip, 2, 2", "ppo-clip, 3, 2", "ppo-clip, 4, 4", "bco, 2, 2", "bco, 4, 3"})
    void shouldGiveTheSameBitsWhateverTheThreads(String objective, int lanes, int threads) {
        Trained one = train(objective, lanes, 1);
        Trained many = train(objective, lanes, threads);

        assertThat(many.digest()).isEqualTo(one.digest());
        assertThat(many.measures()).isEqualTo(one.measures());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ppo-clip", "bco"})
    void shouldTakeTheSameStepsUpToRoundingWhateverTheLanes(String objective) {
        Trained one = train(objective, 1, 1);
        Trained three = train(objective, 3, 1);

        assertThat(three.weights()).hasSameSizeAs(one.weights());
        for (int i = 0; i < one.weights().length; i++) {
            assertThat(three.weights()[i]).isCloseTo(one.weights()[i], within(2e-4f));
        }
        for (int i = 0; i < STEPS; i++) {
            assertThat(three.measures().get(i).get("loss"))
                    .isCloseTo(one.measures().get(i).get("loss"), within(1e-3));
        }
    }

    @Test
    void shouldDealOutAboutAsManyTokensToEachLaneInOrder() {
        try (CausalLm base = TinyWorld.base(3)) {
            List<PolicyRow> rows = PolicyRow.of(groups(base, 0), PolicyStages.of(settings("ppo-clip", 1)));
            List<List<PolicyRow>> dealt = Lanes.deal(rows, 3);

            assertThat(dealt.stream().flatMap(List::stream)).containsExactlyElementsOf(rows);
            long all = tokens(rows);
            assertThat(dealt)
                    .allSatisfy(part -> assertThat(tokens(part)).isBetween(all / 3 - all / 10, all / 3 + all / 10));
            assertThat(Lanes.deal(rows.subList(0, 1), 3)).extracting(List::size).containsExactly(1, 0, 0);
            assertThat(Lanes.deal(List.of(), 2)).extracting(List::size).containsExactly(0, 0);
        }
    }

    @Test
    void shouldPadLessWhenRowsOfLikeLengthGoTogether() {
        List<PolicyRow> rows =
                List.of(row("a", 30), row("b", 10), row("c", 28), row("d", 10), row("e", 30), row("f", 9));
        List<PolicyRow> sorted = PolicyRow.shortestFirst(rows);

        assertThat(sorted)
                .as("rows of one length stay in their order")
                .extracting(row -> row.rollout().rolloutId())
                .containsExactly("f", "b", "d", "c", "a", "e");
        assertThat(padded(rows)).as("30, 10 and 28, 10 and 30, 9").isEqualTo(60 + 56 + 60);
        assertThat(padded(sorted)).as("9, 10, 10 and 28, 30 and 30").isEqualTo(30 + 60 + 30);
    }

    @Test
    @Timeout(60)
    void shouldLetNobodyWaitForATurnThatNeverComes() throws InterruptedException {
        Turns turns = new Turns();
        AtomicInteger told = new AtomicInteger();
        Thread waiting = new Thread(() -> {
            try {
                turns.take(1, () -> true);
            } catch (IllegalStateException e) {
                told.incrementAndGet();
            }
        });
        waiting.start();
        IllegalStateException why = new IllegalStateException("no memory");
        turns.breakOff(why);
        waiting.join();

        assertThat(told).hasValue(1);
        assertThatThrownBy(() -> turns.take(0, () -> true))
                .hasMessageContaining("another part")
                .hasCause(why);
    }

    private static Trained train(String objective, int lanes, int threads) {
        List<Map<String, Double>> measures = new ArrayList<>();
        try (CausalLm base = TinyWorld.base(3);
                PolicyTrainer trainer = new PolicyTrainer(settings(objective, lanes), base, threads, 5)) {
            for (int step = 0; step < STEPS; step++) {
                StepOutcome outcome = trainer.train(groups(base, step));
                assertThat(outcome.skipped()).isEmpty();
                measures.add(outcome.measures());
            }
            return new Trained(
                    trainer.policy().parameters().digest(), weights(trainer.policy()), List.copyOf(measures));
        }
    }

    private static PolicySettings settings(String objective, int lanes) {
        PolicySettings small = PolicyLearningTest.settings("rloo", TechniqueChoice.of(objective), 4e-3);
        return new PolicySettings(
                small.groupsPerStep(),
                small.maxWait(),
                small.learningRate(),
                small.weightDecay(),
                small.maxGradientNorm(),
                small.temperature(),
                60,
                lanes,
                small.activationCheckpointing(),
                small.precision(),
                small.maxSkipsInARow(),
                small.advantage(),
                small.objective(),
                small.stabilizers(),
                small.selector(),
                small.pairs(),
                small.replay(),
                small.train(),
                small.lora(),
                small.trust());
    }

    private static List<RolloutGroup> groups(CausalLm base, int step) {
        return TinyWorld.sample(base, 11 + step, 8, 8, TinyWorld::sameClass, true);
    }

    private static long padded(List<PolicyRow> rows) {
        return PolicyRow.passes(rows, 60).stream()
                .mapToLong(pass -> pass.size()
                        * pass.stream()
                                .mapToLong(row -> row.rollout().length())
                                .max()
                                .orElse(0))
                .sum();
    }

    private static PolicyRow row(String id, int tokens) {
        int[] answer = new int[tokens - 1];
        float[] zeros = new float[tokens - 1];
        return new PolicyRow(new GroupRollout(id, new int[1], answer, zeros, 0, 0, Optional.empty()), zeros);
    }

    private static long tokens(List<PolicyRow> rows) {
        return rows.stream().mapToLong(row -> row.rollout().length()).sum();
    }

    private static float[] weights(CausalLm model) {
        List<NDArray> arrays = model.parameters().arrays();
        int size = (int) arrays.stream().mapToLong(NDArray::size).sum();
        float[] all = new float[size];
        int at = 0;
        for (NDArray array : arrays) {
            float[] values = array.toFloatArray();
            System.arraycopy(values, 0, all, at, values.length);
            at += values.length;
        }
        return all;
    }
}
