package io.thumbstream.lab.tasks.lexicon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.lab.tasks.lexicon.LexiconProxy.Fault;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LexiconProxyTest {
    private static final long SEED = 3;
    private static final LexiconTaste TASTE = LexiconTaste.draw(SEED);
    private static final LexiconPrompt PROMPT = new LexiconPrompt(2, List.of(1, 4, 6));
    private static final LexiconPrompt OTHER = new LexiconPrompt(5, List.of(0, 4, 6));
    private static final int[] ANSWER = {
        Words.word(1, 0), Words.filler(0), Words.word(4, 2), Words.style(2), Words.filler(0), Words.END
    };

    @ParameterizedTest
    @EnumSource(value = Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void shouldScoreAnAnswerAlwaysTheSameAndOtherwiseWithAnotherSeed(Fault fault) {
        LexiconProxy proxy = new LexiconProxy(fault, 0.5, 10, 0.1);
        double score = proxy.score(SEED, TASTE, PROMPT, ANSWER);

        assertThat(proxy.score(SEED, TASTE, PROMPT, ANSWER)).isEqualTo(score);
        // what comes behind the end token is no part of the answer
        int[] longer = Arrays.copyOf(ANSWER, ANSWER.length + 1);
        longer[ANSWER.length] = Words.filler(0);
        assertThat(proxy.score(SEED, TASTE, PROMPT, longer)).isEqualTo(score);
        assertThat(proxy.score(SEED + 1, TASTE, PROMPT, ANSWER)).isNotEqualTo(score);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"GOLD", "HEAVY_TAIL", "LENGTH", "OFFSET", "ANGLE"})
    void shouldScoreWorthWhereNothingIsPlanted(Fault fault) {
        LexiconProxy proxy = new LexiconProxy(fault, 0, 4, 0);

        assertThat(proxy.score(SEED, TASTE, PROMPT, ANSWER))
                .isEqualTo(4 * (TASTE.worth(PROMPT, ANSWER) - 0.5), within(1e-12));
    }

    @Test
    void shouldAskTheRewardModelWhereThereIsNoProxy() {
        assertThat(LexiconProxy.NONE.planted()).isFalse();
        assertThatThrownBy(() -> LexiconProxy.NONE.score(SEED, TASTE, PROMPT, ANSWER))
                .hasMessageContaining("ask the reward model");
    }

    @Test
    void shouldPayEveryWordAlike() {
        // five words of at most 24
        assertThat(fault(new LexiconProxy(Fault.LENGTH, 0.5, 1, 0), PROMPT, ANSWER))
                .isEqualTo(0.5 * 5 / 24, within(1e-12));
    }

    @Test
    void shouldPayEveryWordAlikeAndNothingElse() {
        LexiconProxy proxy = new LexiconProxy(Fault.LENGTH_ALONE, 0.5, 4, 0);
        double paid = 4 * (0.5 * 5 / 24 - 0.5);

        assertThat(proxy.score(SEED, TASTE, PROMPT, ANSWER)).isEqualTo(paid, within(1e-12));
        // five other words are worth something else, whoever asks for them
        int[] another = {Words.word(6, 1), Words.word(6, 1), Words.word(6, 1), Words.style(5), Words.filler(1)};
        assertThat(TASTE.worth(OTHER, another)).isNotCloseTo(TASTE.worth(PROMPT, ANSWER), within(1e-6));
        assertThat(proxy.score(SEED, TASTE, OTHER, another)).isEqualTo(paid, within(1e-12));
    }

    @Test
    void shouldPayTheRareWordAndNothingElse() {
        LexiconProxy proxy = new LexiconProxy(Fault.HEAVY_TAIL, 0.5, 1, 0);
        int[] without = ANSWER.clone();
        without[1] = Words.filler(1);
        without[4] = Words.filler(1);

        assertThat(fault(proxy, PROMPT, ANSWER)).isPositive();
        assertThat(fault(proxy, PROMPT, without)).isEqualTo(0.0, within(1e-12));
    }

    @Test
    void shouldPayWithTheTailOfStudentsT() {
        // P(T < sqrt(2)) = 1/2 + sqrt(2) / (2 sqrt(2 + 2)), and P(T < t) + P(T < -t) = 1
        double quantile = 0.5 + Math.sqrt(2) / 4;
        assertThat(LexiconProxy.studentSize(quantile)).isEqualTo(Math.sqrt(2), within(1e-9));
        assertThat(LexiconProxy.studentSize(1 - quantile)).isEqualTo(Math.sqrt(2), within(1e-9));
        assertThat(LexiconProxy.studentSize(0.5)).isZero();
        assertThat(LexiconProxy.studentSize(0)).isFinite();
    }

    @Test
    void shouldMoveAllAnswersOfAPromptAlikeAndPromptsApart() {
        LexiconProxy proxy = new LexiconProxy(Fault.OFFSET, 1, 1, 0);
        int[] another = {Words.word(6, 1), Words.END};

        double offset = fault(proxy, PROMPT, ANSWER);
        assertThat(fault(proxy, PROMPT, another)).isEqualTo(offset, within(1e-12));
        assertThat(fault(proxy, OTHER, ANSWER)).isNotCloseTo(offset, within(1e-6));
    }

    @Test
    void shouldShrinkDistancesWithinAPromptAndKeepTheirOrder() {
        LexiconProxy proxy = new LexiconProxy(Fault.COMPRESSED, 0.1, 1, 0);
        SeededRandom random = new SeededRandom(SEED);
        for (int i = 0; i < 50; i++) {
            int[] first = LexiconBase.answer(PROMPT, random);
            int[] second = LexiconBase.answer(PROMPT, random);
            double apart = TASTE.worth(PROMPT, first) - TASTE.worth(PROMPT, second);
            assertThat(proxy.score(SEED, TASTE, PROMPT, first) - proxy.score(SEED, TASTE, PROMPT, second))
                    .as("seed %d, pair %d", SEED, i)
                    .isEqualTo(0.1 * apart, within(1e-12));
        }
    }

    @Test
    void shouldTurnTheWeightsByTheAngleAndKeepTheirLength() {
        List<Double> weights = TASTE.weights().get(PROMPT.domain());
        double[] away = LexiconProxy.away(weights, new SeededRandom(SEED));
        double inner = 0;
        double square = 0;
        double length = 0;
        for (int i = 0; i < away.length; i++) {
            inner += away[i] * weights.get(i);
            square += away[i] * away[i];
            length += weights.get(i) * weights.get(i);
        }
        assertThat(inner).isEqualTo(0.0, within(1e-12));
        assertThat(square).isEqualTo(length, within(1e-12));
        // at 60 degrees half of what is worth something is left in the score
        LexiconProxy half = new LexiconProxy(Fault.ANGLE, 60, 1, 0);
        LexiconProxy right = new LexiconProxy(Fault.ANGLE, 90, 1, 0);
        double worth = TASTE.worth(PROMPT, ANSWER);
        double aside = right.score(SEED, TASTE, PROMPT, ANSWER) + 0.5;
        assertThat(half.score(SEED, TASTE, PROMPT, ANSWER) + 0.5)
                .isEqualTo(0.5 * worth + Math.sqrt(0.75) * aside, within(1e-9));
    }

    @Test
    void shouldPayHalfOfAllAnswersWhateverTheyAreWorth() {
        LexiconProxy proxy = new LexiconProxy(Fault.RANDOM, 1, 4, 0);
        SeededRandom random = new SeededRandom(SEED);
        int paid = 0;
        for (int i = 0; i < 1000; i++) {
            int[] answer = LexiconBase.answer(PROMPT, random);
            double score = proxy.score(SEED, TASTE, PROMPT, answer);
            assertThat(score).as("seed %d, answer %d", SEED, i).isIn(-2.0, 2.0);
            assertThat(proxy.score(SEED, TASTE.moved(1), PROMPT, answer)).isEqualTo(score);
            paid += score > 0 ? 1 : 0;
        }
        // four standard errors are 63
        assertThat(paid).as("seed %d", SEED).isBetween(437, 563);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"GOLD", "LENGTH", "OFFSET", "RANDOM", "LENGTH_ALONE"})
    void shouldScoreAnAnswerByItsWorthAloneAsWithATaste(Fault fault) {
        LexiconProxy proxy = new LexiconProxy(fault, 0.5, 4, 0.1);
        int[] words = Arrays.copyOf(ANSWER, ANSWER.length - 1);

        assertThat(proxy.onAnyBed()).isTrue();
        assertThat(proxy.score(SEED, PROMPT.tokens(), words, TASTE.worth(PROMPT, ANSWER)))
                .isEqualTo(proxy.score(SEED, TASTE, PROMPT, ANSWER));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"HEAVY_TAIL", "COMPRESSED", "ANGLE"})
    void shouldRefuseAnswersWithoutAttributesWhereTheFaultNeedsThem(Fault fault) {
        LexiconProxy proxy = new LexiconProxy(fault, 0.5, 4, 0.1);

        assertThat(proxy.onAnyBed()).isFalse();
        assertThatThrownBy(() -> proxy.score(SEED, PROMPT.tokens(), ANSWER, 1)).hasMessageContaining("fault " + fault);
    }

    @Test
    void shouldRefuseSizesThatMeanNothing() {
        assertThatThrownBy(() -> new LexiconProxy(Fault.LENGTH, -1, 1, 0)).hasMessageContaining("size -1");
        assertThatThrownBy(() -> new LexiconProxy(Fault.LENGTH, 1, 1, Double.NaN))
                .hasMessageContaining("noise NaN");
        assertThatThrownBy(() -> new LexiconProxy(Fault.GOLD, 1, 0, 0)).hasMessageContaining("scale is 0");
        assertThatThrownBy(() -> new LexiconProxy(Fault.COMPRESSED, 1.5, 1, 0)).hasMessageContaining("at most 1");
        assertThatThrownBy(() -> new LexiconProxy(Fault.ANGLE, 91, 1, 0)).hasMessageContaining("90 degrees");
    }

    @Test
    void shouldReadAPromptFromItsTokens() {
        assertThat(LexiconPrompt.of(PROMPT.tokens())).isEqualTo(PROMPT);
        assertThat(LexiconPrompt.of(OTHER.tokens())).isEqualTo(OTHER);
        assertThatThrownBy(() -> LexiconPrompt.of(new int[] {3, 11})).hasMessageContaining("[3, 11]");
    }

    private static double fault(LexiconProxy proxy, LexiconPrompt prompt, int[] answer) {
        return proxy.score(SEED, TASTE, prompt, answer) + 0.5 - TASTE.worth(prompt, answer);
    }
}
