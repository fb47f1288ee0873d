package io.thumbstream.reward.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.reward.ask.ActiveQuerySelector.Decision;
import io.thumbstream.reward.ask.ActiveQuerySelector.Settings;
import io.thumbstream.reward.ask.ActiveQuerySelector.State;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActiveQuerySelectorTest {
    private static final long SEED = 41;
    private static final int MANY = 20_000;
    private static final Offset<Double> CLOSE = within(1e-12);
    private static final AskPolicy INFO = AskPolicies.CATALOG.create("info-asking");

    @Test
    void shouldGiveTheProbabilitiesThatWereComputedByHand() {
        // info of a lead of 0 is a quarter of the variance: urgencies 1, 3, 0, 2
        ActiveQuerySelector selector = new ActiveQuerySelector(INFO, new Settings(0.2, 0.1, 100), SEED);

        // means 1, 2, 4/3, 3/2; p = 0.2 (0.1 + 0.9 u / n)
        assertThat(probability(selector, 4)).isEqualTo(0.2 * (0.1 + 0.9), CLOSE);
        assertThat(probability(selector, 12)).isEqualTo(0.2 * (0.1 + 0.9 * 1.5), CLOSE);
        assertThat(probability(selector, 0)).isEqualTo(0.02, CLOSE);
        assertThat(probability(selector, 8)).isEqualTo(0.2 * (0.1 + 0.9 * 4 / 3), CLOSE);
        assertThat(selector.state().seen()).isEqualTo(4);
        assertThat(selector.state().mean()).isEqualTo(1.5, CLOSE);
    }

    @Test
    void shouldForgetUrgenciesBeyondItsMemory() {
        ActiveQuerySelector selector = new ActiveQuerySelector(INFO, new Settings(0.2, 0.1, 2), SEED);

        // urgencies 4, 0, 0 with a memory of two: means 4, 4 + (0 - 4) / 2, 2 + (0 - 2) / 2
        assertThat(probability(selector, 16)).isEqualTo(0.2, CLOSE);
        assertThat(probability(selector, 0)).isEqualTo(0.02, CLOSE);
        assertThat(probability(selector, 0)).isEqualTo(0.02, CLOSE);
        assertThat(selector.state()).isEqualTo(new State(3, 1));
    }

    @Test
    void shouldAskAtRandomWhileNothingIsUrgentAndForSureWhereTheBudgetIsAll() {
        ActiveQuerySelector agreed = new ActiveQuerySelector(INFO, Settings.of(0.3), SEED);
        assertThat(probability(agreed, 0)).isEqualTo(0.3, CLOSE);

        ActiveQuerySelector all =
                new ActiveQuerySelector(AskPolicies.CATALOG.create("random-asking"), Settings.of(1), SEED);
        for (int i = 0; i < 100; i++) {
            assertThat(all.decide("pair-" + i, new AskCandidate(i, 0))).isEqualTo(new Decision(true, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"random-asking", "margin-asking", "info-asking"})
    void shouldHoldFloorAndBudget(String name) {
        Settings settings = new Settings(0.1, 0.1, 500);
        List<Decision> decisions = decisions(name, settings, SEED);

        assertThat(decisions).as("seed %d", SEED).allSatisfy(decision -> assertThat(decision.probability())
                .isBetween(settings.floor(), 1.0));
        // 20,000 pairs at 0.1: four deviations of the share asked are 0.0085
        assertThat(decisions.stream().mapToDouble(Decision::probability).average())
                .as("seed %d", SEED)
                .hasValueCloseTo(0.1, within(0.005));
        assertThat((double) decisions.stream().filter(Decision::asked).count() / MANY)
                .as("seed %d", SEED)
                .isEqualTo(0.1, within(0.012));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldStandForAllWhenWeighedByItsProbability(long seed) {
        List<Decision> decisions = decisions("margin-asking", new Settings(0.1, 0.1, 500), seed);
        SplittableRandom random = new SplittableRandom(seed);
        double all = 0;
        double plain = 0;
        double weighed = 0;
        int asked = 0;
        for (Decision decision : decisions) {
            double value = Math.abs(lead(random));
            all += value / MANY;
            if (decision.asked()) {
                asked++;
                plain += value;
                weighed += value / decision.probability() / MANY;
            }
        }

        // leads of a standard normal have a mean size of 0.80; close pairs are asked about most
        assertThat(all).as("seed %d", seed).isEqualTo(0.798, within(0.02));
        assertThat(plain / asked).as("seed %d", seed).isLessThan(0.7);
        // at the floor of 0.01 a label weighs 100: deviation of the weighed mean about 0.05
        assertThat(weighed).as("seed %d", seed).isEqualTo(all, within(0.2));
    }

    @Test
    void shouldDecideTheSameAgainAndGoOnFromAState() {
        List<Decision> first = decisions("info-asking", Settings.of(0.2), SEED);
        assertThat(decisions("info-asking", Settings.of(0.2), SEED)).isEqualTo(first);
        assertThat(decisions("info-asking", Settings.of(0.2), SEED + 1)).isNotEqualTo(first);

        ActiveQuerySelector whole = new ActiveQuerySelector(INFO, Settings.of(0.2), SEED);
        var unused = whole.decide("a", new AskCandidate(0, 4));
        ActiveQuerySelector resumed = new ActiveQuerySelector(INFO, Settings.of(0.2), SEED, whole.state());
        assertThat(resumed.decide("b", new AskCandidate(1, 5))).isEqualTo(whole.decide("b", new AskCandidate(1, 5)));
        assertThat(resumed.state()).isEqualTo(whole.state());
    }

    @Test
    void shouldAskAboutMoreOfTheSameWhenMoreMayBeAsked() {
        List<Decision> few = decisions("random-asking", Settings.of(0.1), SEED);
        List<Decision> more = decisions("random-asking", Settings.of(0.2), SEED);
        for (int i = 0; i < MANY; i++) {
            assertThat(few.get(i).asked() && !more.get(i).asked()).isFalse();
        }
    }

    @Test
    void shouldRefuseBudgetsThatLeaveSomebodyOut() {
        assertThatThrownBy(() -> Settings.of(0)).hasMessageContaining("budget is 0.0");
        assertThatThrownBy(() -> new Settings(0.1, 0, 10)).hasMessageContaining("random-share is 0.0");
        assertThatThrownBy(() -> new Settings(0.1, 0.1, 0)).hasMessageContaining("memory is 0");
        assertThatThrownBy(() -> new State(-1, 0)).hasMessageContaining("seen is -1");
        assertThatThrownBy(() -> new State(0, Double.NaN)).hasMessageContaining("mean NaN");
    }

    private static double probability(ActiveQuerySelector selector, double disagreement) {
        return selector.decide("pair", new AskCandidate(0, disagreement)).probability();
    }

    /** Leads of a standard normal, in the order of the seed; variances from 0 to 1. */
    private static List<Decision> decisions(String name, Settings settings, long seed) {
        ActiveQuerySelector selector = new ActiveQuerySelector(AskPolicies.CATALOG.create(name), settings, seed);
        SplittableRandom leads = new SplittableRandom(seed);
        SplittableRandom variances = new SplittableRandom(seed + 1);
        List<Decision> decisions = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            decisions.add(selector.decide("pair-" + i, new AskCandidate(lead(leads), variances.nextDouble())));
        }
        return decisions;
    }

    /** A standard normal of two uniform numbers. */
    private static double lead(SplittableRandom random) {
        double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
        return radius * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
