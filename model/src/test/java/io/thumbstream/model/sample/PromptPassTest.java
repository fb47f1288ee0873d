package io.thumbstream.model.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.model.sample.PromptPass.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromptPassTest {
    @Test
    void shouldFillShortPromptsUpWithTheirLastTokenWhenOthersAreLonger() {
        PromptPass pass = new PromptPass(
                List.of(new Prompt(List.of(5, 6, 7), List.of(4)), new Prompt(List.of(8, 9), List.of(2, 0))));

        assertThat(pass.prompts()).isEqualTo(2);
        assertThat(pass.time()).isEqualTo(3);
        assertThat(pass.ids()).containsExactly(5, 6, 7, 8, 9, 9);
        assertThat(pass.slots()).containsExactly(4, 2, 0);
        assertThat(pass.sources()).containsExactly(0, 1, 1);
    }

    @Test
    void shouldPlanNothingWhenNothingIsToBeCached() {
        assertThat(PromptPass.plan(Map.of(), 10)).isEmpty();
    }

    @Test
    void shouldSplitPassesWhenAQuarterWouldBePadding() {
        // 8 + 4 of 16 positions are a quarter of padding, 8 + 3 more; 8 + 7 + 4 of 24 are 5
        assertThat(lengths(PromptPass.plan(prompts(8, 4), 1000))).containsExactly(List.of(8, 4));
        assertThat(lengths(PromptPass.plan(prompts(3, 8), 1000))).containsExactly(List.of(8), List.of(3));
        assertThat(lengths(PromptPass.plan(prompts(4, 8, 7, 2), 1000))).containsExactly(List.of(8, 7, 4), List.of(2));
    }

    @Test
    void shouldSplitPassesWhenTheyWouldHoldMoreTokensThanTheBound() {
        assertThat(lengths(PromptPass.plan(prompts(5, 5, 5, 5, 5), 10)))
                .containsExactly(List.of(5, 5), List.of(5, 5), List.of(5));
        // padding counts: 5 + 4 are 10 positions
        assertThat(lengths(PromptPass.plan(prompts(5, 4), 9))).containsExactly(List.of(5), List.of(4));
        assertThat(lengths(PromptPass.plan(prompts(5, 4), 10))).containsExactly(List.of(5, 4));
    }

    @Test
    void shouldGiveAPassToOnePromptWhenItIsLongerThanTheBound() {
        assertThat(lengths(PromptPass.plan(prompts(30, 25, 4, 4), 10)))
                .containsExactly(List.of(30), List.of(25), List.of(4, 4));
    }

    @Test
    void shouldPlanEveryPromptOnceWithinBothBoundsWhenLengthsAreMixed() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            Map<List<Integer>, List<Integer>> all =
                    prompts(random.ints(50, 1, 60).toArray());

            List<PromptPass> passes = PromptPass.plan(all, 200);

            Map<List<Integer>, List<Integer>> planned = new LinkedHashMap<>();
            for (PromptPass pass : passes) {
                List<Integer> lengths = lengths(List.of(pass)).get(0);
                int positions = lengths.size() * pass.time();
                int tokens = lengths.stream().mapToInt(Integer::intValue).sum();
                assertThat(positions).as("seed %d", seed).isLessThanOrEqualTo(200);
                assertThat(4 * (positions - tokens)).as("seed %d", seed).isLessThanOrEqualTo(positions);
                long[] ids = pass.ids();
                for (int i = 0; i < pass.slots().length; i++) {
                    int row = (int) pass.sources()[i];
                    List<Integer> tokensOfRow = IntStream.range(0, lengths.get(row))
                            .mapToObj(at -> (int) ids[row * pass.time() + at])
                            .toList();
                    planned.computeIfAbsent(tokensOfRow, key -> new ArrayList<>())
                            .add((int) pass.slots()[i]);
                }
            }
            assertThat(planned).as("seed %d", seed).isEqualTo(all);
        }
    }

    /** Prompts of these lengths, no two equal; prompt i is for the slots i and 100 + i and ends with a token of its own. */
    private static Map<List<Integer>, List<Integer>> prompts(int... lengths) {
        Map<List<Integer>, List<Integer>> prompts = new LinkedHashMap<>();
        for (int i = 0; i < lengths.length; i++) {
            List<Integer> tokens = new ArrayList<>(Collections.nCopies(lengths[i] - 1, 1000));
            tokens.add(i);
            prompts.put(List.copyOf(tokens), List.of(i, 100 + i));
        }
        return prompts;
    }

    /** Of each pass the lengths of its prompts: {@link #prompts} end with their first token that is not 1000. */
    private static List<List<Integer>> lengths(List<PromptPass> passes) {
        return passes.stream()
                .map(pass -> IntStream.range(0, pass.prompts())
                        .mapToObj(row -> 1
                                + (int) Arrays.stream(pass.ids())
                                        .skip((long) row * pass.time())
                                        .limit(pass.time())
                                        .filter(id -> id == 1000)
                                        .count())
                        .toList())
                .toList();
    }
}
