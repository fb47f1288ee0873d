package io.thumbstream.lab.tasks.lexicon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.runtime.random.SeededRandom;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people make of answers that they correct. */
class LexiconCorrectionTest {
    private static final long SEED = Long.getLong("thumbstream.seed", 29);

    private static final LexiconTaste EVEN =
            new LexiconTaste(Collections.nCopies(8, Collections.nCopies(LexiconGold.ATTRIBUTES, 1.0 / 6)));
    private static final LexiconPrompt PROMPT = new LexiconPrompt(0, List.of(0, 1, 2));

    /** Everything is right but the style, of which there is none: the first word that means nothing makes room for it. */
    @Test
    void shouldReplaceTheWordWhoseReplacementRaisesWorthMostAndThenStop() {
        int[] answer = {
            Words.word(0, 0),
            Words.word(1, 0),
            Words.word(2, 0),
            Words.filler(0),
            Words.filler(1),
            Words.filler(2),
            Words.filler(3),
            Words.filler(4),
            Words.END,
            Words.word(7, 7)
        };
        int[] corrected = LexiconCorrection.of(EVEN, PROMPT, answer, 3);

        assertThat(EVEN.worth(PROMPT, answer)).isEqualTo(5.0 / 6, within(1e-9));
        assertThat(corrected)
                .containsExactly(
                        Words.word(0, 0),
                        Words.word(1, 0),
                        Words.word(2, 0),
                        Words.style(0),
                        Words.filler(1),
                        Words.filler(2),
                        Words.filler(3),
                        Words.filler(4));
        assertThat(EVEN.worth(PROMPT, corrected)).isEqualTo(1, within(1e-9));
        assertThat(answer[3]).as("the answer itself stays").isEqualTo(Words.filler(0));
        assertThat(LexiconCorrection.of(EVEN, PROMPT, answer, 0)).hasSize(8).contains(Words.filler(0));
    }

    @Test
    void shouldChangeFewWordsAndNeverForTheWorse() {
        SeededRandom random = new SeededRandom(SEED);
        LexiconTaste taste = LexiconTaste.draw(1);
        for (int i = 0; i < 20; i++) {
            LexiconPrompt prompt = LexiconPrompt.draw(random);
            int[] answer = LexiconText.BASE.draw(prompt, random);
            int[] before = LexiconGold.untilEnd(answer);
            double worth = taste.worth(prompt, answer);
            for (int most = 1; most <= 3; most++) {
                int[] corrected = LexiconCorrection.of(taste, prompt, answer, most);
                int changed = 0;
                for (int place = 0; place < before.length; place++) {
                    changed += corrected[place] == before[place] ? 0 : 1;
                }
                double now = taste.worth(prompt, corrected);

                assertThat(corrected).as("seed %d, answer %d", SEED, i).hasSameSizeAs(before);
                assertThat(changed).as("seed %d, answer %d", SEED, i).isLessThanOrEqualTo(most);
                assertThat(now).as("seed %d, answer %d", SEED, i).isGreaterThanOrEqualTo(worth);
                worth = now;
            }
        }
    }
}
