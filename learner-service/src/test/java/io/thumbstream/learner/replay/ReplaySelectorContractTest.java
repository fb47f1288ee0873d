package io.thumbstream.learner.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every entry of {@link ReplaySelectors} must do. */
class ReplaySelectorContractTest {
    static Stream<String> names() {
        return ReplaySelectors.CATALOG.names().stream();
    }

    private static List<Candidate> candidates(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Candidate("g" + i, Instant.ofEpochSecond(i), 0, count - i, i % 3 == 0))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldChooseDistinctCandidatesUpToTheCount(String name) {
        ReplaySelector selector = ReplaySelectors.CATALOG.create(name);

        for (int size = 0; size < 12; size++) {
            assertThat(selector.select(candidates(size), 5, 42))
                    .hasSize(Math.min(5, size))
                    .doesNotHaveDuplicates();
        }
        assertThat(selector.select(candidates(12), 5, 42)).allMatch(index -> index >= 0 && index < 12);
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldChooseTheSameWhenTheSeedIsTheSame(String name) {
        ReplaySelector selector = ReplaySelectors.CATALOG.create(name);

        assertThat(selector.select(candidates(30), 8, 7)).isEqualTo(selector.select(candidates(30), 8, 7));
    }

    @Test
    void shouldChooseEveryCandidateAlikeWhenUniform() {
        ReplaySelector uniform = ReplaySelectors.CATALOG.create("uniform");
        int[] chosen = new int[10];
        for (long seed = 0; seed < 4000; seed++) {
            uniform.select(candidates(10), 3, seed).forEach(index -> chosen[index]++);
        }

        // expectation 1200, standard deviation 29
        for (int count : chosen) {
            assertThat(count).isBetween(1200 - 145, 1200 + 145);
        }
    }

    @Test
    void shouldChooseTheYoungestWhenNewestFirst() {
        assertThat(ReplaySelectors.CATALOG.create("newest-first").select(candidates(10), 3, 0))
                .containsExactly(9, 8, 7);
    }
}
