package io.thumbstream.lab.tasks.lexicon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.runtime.random.SeededRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LexiconCorrectionTest {
    private static final long SEED = Long.getLong("thumbstream.seed", 19);
    private static final LexiconPrompt PROMPT = new LexiconPrompt(2, List.of(1, 4, 6));

    /** Only coverage counts: each of three words that mean nothing becomes the first word of a topic that is not there yet. */
    @Test
    void shouldReplaceTheWordsThatRaiseWorthMost() {
        LexiconTaste coverage = only(0);
        int[] answer = {Words.filler(3), Words.filler(4), Words.filler(5), Words.END, Words.filler(6)};

        assertThat(LexiconCorrection.of(coverage, PROMPT, answer, 2))
                .containsExactly(Words.word(1, 0), Words.word(4, 0), Words.filler(5));
        assertThat(LexiconCorrection.of(coverage, PROMPT, answer, 5))
                .as("a fourth gains nothing")
                .containsExactly(Words.word(1, 0), Words.word(4, 0), Words.word(6, 0));
        assertThat(LexiconCorrection.of(coverage, PROMPT, answer, 0))
                .containsExactly(Words.filler(3), Words.filler(4), Words.filler(5));
        assertThat(answer).as("the answer stays").contains(Words.filler(3), Words.filler(5));
    }

    @Test
    void shouldPutInTheOwnStyleWordWhereStyleCounts() {
        int[] answer = {Words.style(5), Words.filler(4)};

        assertThat(LexiconCorrection.of(only(4), PROMPT, answer, 1)).containsExactly(Words.style(2), Words.filler(4));
    }

    /** Everything is right but the style, of which there is none: the first word that means nothing makes room for it. */
    @Test
    void shouldReplaceTheFirstOfEqualPlacesAndThenStop() {
        LexiconTaste even = new LexiconTaste(
                Collections.nCopies(Words.DOMAINS, Collections.nCopies(LexiconGold.ATTRIBUTES, 1.0 / 6)));
        int[] answer = {
            Words.word(1, 0),
            Words.word(4, 0),
            Words.word(6, 0),
            Words.filler(0),
            Words.filler(1),
            Words.filler(2),
            Words.filler(3),
            Words.filler(4),
            Words.END,
            Words.word(7, 7)
        };
        int[] corrected = LexiconCorrection.of(even, PROMPT, answer, 3);

        assertThat(even.worth(PROMPT, answer)).isEqualTo(5.0 / 6, within(1e-9));
        assertThat(corrected)
                .containsExactly(
                        Words.word(1, 0),
                        Words.word(4, 0),
                        Words.word(6, 0),
                        Words.style(2),
                        Words.filler(1),
                        Words.filler(2),
                        Words.filler(3),
                        Words.filler(4));
        assertThat(even.worth(PROMPT, corrected)).isEqualTo(1, within(1e-9));
    }

    @Test
    void shouldNeverLowerWorthNorReplaceMoreWordsThanAllowed() {
        LexiconTaste taste = LexiconTaste.draw(SEED);
        SeededRandom random = new SeededRandom(SEED);
        double gained = 0;
        for (int i = 0; i < 20; i++) {
            LexiconPrompt prompt = LexiconPrompt.draw(random);
            int[] answer = LexiconText.BASE.draw(prompt, random);
            int[] corrected = LexiconCorrection.of(taste, prompt, answer, 3);
            int replaced = 0;
            for (int place = 0; place < answer.length; place++) {
                replaced += answer[place] == corrected[place] ? 0 : 1;
            }
            assertThat(corrected).as("seed %d answer %d", SEED, i).hasSameSizeAs(answer);
            assertThat(replaced).as("seed %d answer %d", SEED, i).isLessThanOrEqualTo(3);
            double gain = taste.worth(prompt, corrected) - taste.worth(prompt, answer);
            assertThat(gain).as("seed %d answer %d", SEED, i).isNotNegative();
            gained += gain / 20;
            double fewer = taste.worth(prompt, LexiconCorrection.of(taste, prompt, answer, 2));
            assertThat(taste.worth(prompt, corrected))
                    .as("seed %d answer %d, of three and of two words", SEED, i)
                    .isGreaterThanOrEqualTo(fewer);
        }
        assertThat(gained).as("seed %d", SEED).isGreaterThan(0.05);
    }

    @Test
    void shouldLeaveAnEmptyAnswerAlone() {
        assertThat(LexiconCorrection.of(only(0), PROMPT, new int[] {Words.END}, 3))
                .isEmpty();
        assertThat(only(0).worth(PROMPT, new int[] {Words.word(1, 0)})).isEqualTo(1 / 3.0, within(1e-12));
    }

    /** A taste that knows one attribute. */
    private static LexiconTaste only(int attribute) {
        List<Double> weights = new ArrayList<>(Collections.nCopies(LexiconGold.ATTRIBUTES, 0.0));
        weights.set(attribute, 1.0);
        return new LexiconTaste(Collections.nCopies(Words.DOMAINS, weights));
    }
}
