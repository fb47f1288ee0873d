package io.thumbstream.learner.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forty groups of which a person judged the eight oldest. */
class MixtureSelectorTest {
    private static final int REAL = 8;
    private static final int ALL = 40;

    private static List<Integer> select(double minRealShare, double freshShare, int count, long seed) {
        List<Candidate> candidates = IntStream.range(0, ALL)
                .mapToObj(i -> new Candidate("g" + i, Instant.ofEpochSecond(i), 0, ALL - i, i < REAL))
                .toList();
        return new MixtureSelector(new MixtureSelector.Settings(minRealShare, freshShare))
                .select(candidates, count, seed);
    }

    private static long real(List<Integer> chosen) {
        return chosen.stream().filter(i -> i < REAL).count();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldTakeAtLeastTheRealShareHoweverOldItIs(long seed) {
        assertThat(real(select(0.5, 1, 9, seed))).isEqualTo(5);
        assertThat(real(select(0.5, 0, 9, seed))).isGreaterThanOrEqualTo(5);
        assertThat(real(select(1, 0.5, 20, seed))).as("all there are").isEqualTo(REAL);
        assertThat(select(1, 0.5, 20, seed)).as("filled up").hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void shouldBeNewestFirstWhenAllIsFreshAndNothingMustBeReal() {
        assertThat(select(0, 1, 3, 7)).containsExactly(39, 38, 37);
    }

    @Test
    void shouldDrawEveryGroupAlikeWhenNothingIsAskedFor() {
        int[] chosen = new int[ALL];
        for (long seed = 0; seed < 4000; seed++) {
            select(0, 0, 4, seed).forEach(i -> chosen[i]++);
        }

        // expectation 400, standard deviation 19
        for (int count : chosen) {
            assertThat(count).isBetween(400 - 95, 400 + 95);
        }
    }

    @Test
    void shouldTakeTheNewestOfEachPartByTheFreshShare() {
        List<Integer> chosen = select(0.5, 0.5, 8, 3);

        assertThat(chosen.subList(0, 2)).containsExactly(7, 6);
        assertThat(chosen.subList(4, 6)).containsExactly(39, 38);
    }

    @Test
    void shouldRefuseSharesOutOfRange() {
        assertThatThrownBy(() -> new MixtureSelector.Settings(1.1, 0)).hasMessageContaining("min-real-share is 1.1");
        assertThatThrownBy(() -> new MixtureSelector.Settings(0, Double.NaN)).hasMessageContaining("NaN");
    }
}
