package io.thumbstream.lab.tasks.lexicon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LexiconAspectsTest {
    private static final LexiconPrompt PROMPT = new LexiconPrompt(2, List.of(1, 4, 6));
    private static final LexiconAspects ASPECTS = new LexiconAspects(0.4);

    /** Two of five words are about wanted topics, one about another, two are style words; what follows the end does not count. */
    private static final int[] BALANCED = {
        Words.word(4, 0), Words.word(1, 3), Words.word(0, 0), Words.style(2), Words.style(5), Words.END, Words.style(1)
    };

    private static final int[] WORDY = {Words.word(4, 0), Words.word(1, 3), Words.word(6, 0), Words.style(2)};

    @Test
    void shouldScoreSharesOfWordsAboveWhatIsGood() {
        Map<String, Double> balanced = ASPECTS.scores(PROMPT, BALANCED);
        Map<String, Double> wordy = ASPECTS.scores(PROMPT, WORDY);

        assertThat(score(balanced, LexiconAspects.TOPICS)).isEqualTo(0, within(1e-12));
        assertThat(score(balanced, LexiconAspects.STYLE)).isEqualTo(0, within(1e-12));
        assertThat(score(wordy, LexiconAspects.TOPICS)).isEqualTo(10 * (0.75 - 0.4), within(1e-12));
        assertThat(score(wordy, LexiconAspects.STYLE)).isEqualTo(10 * (0.25 - 0.4), within(1e-12));
        assertThat(score(ASPECTS.scores(PROMPT, new int[] {Words.END}), LexiconAspects.STYLE))
                .isEqualTo(-4, within(1e-12));
    }

    @Test
    void shouldCallAnAnswerGoodOnlyWhenItIsSoInBoth() {
        assertThat(ASPECTS.both(PROMPT, BALANCED)).isTrue();
        assertThat(ASPECTS.both(PROMPT, WORDY)).isFalse();
        assertThat(ASPECTS.both(PROMPT, new int[] {Words.END})).isFalse();
    }

    @Test
    void shouldSayNothingWithoutAspectsAndRefuseSharesThatCannotBothBeHad() {
        assertThat(LexiconAspects.NONE.planted()).isFalse();
        assertThat(LexiconAspects.NONE.scores(PROMPT, BALANCED)).isEmpty();
        assertThat(LexiconAspects.NONE.both(PROMPT, BALANCED)).isFalse();
        assertThatThrownBy(() -> new LexiconAspects(0.6)).hasMessageContaining("good is 0.6");
    }

    private static double score(Map<String, Double> scores, String name) {
        return Objects.requireNonNull(scores.get(name));
    }
}
