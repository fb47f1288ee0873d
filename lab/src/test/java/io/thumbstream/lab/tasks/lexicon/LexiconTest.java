package io.thumbstream.lab.tasks.lexicon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.lab.tasks.WordList;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LexiconTest {
    private static final LexiconPrompt PROMPT = new LexiconPrompt(2, List.of(1, 4, 6));
    private final WordList words = Words.list();

    @Test
    void shouldReadAndWriteEveryWord() {
        assertThat(words.vocabularySize()).isEqualTo(103);
        for (int id = Words.SEPARATOR; id < words.vocabularySize(); id++) {
            assertThat(words.encode(words.decode(new int[] {id}))).containsExactly(id);
        }
        assertThat(words.decode(PROMPT.tokens())).isEqualTo("domain2 topic1 topic4 topic6 | ");
        assertThat(words.decode(new int[] {Words.word(3, 5), Words.END, Words.PAD}))
                .isEqualTo("t3w5 ");
        assertThatThrownBy(() -> words.encode("t3w5 bread")).hasMessageContaining("'bread'");
    }

    @Test
    void shouldGiveTheAttributesOfAnAnswerByHand() {
        // topics 4 and 1 of 1, 4, 6 are covered, the wrong way round; one of three topic words is of topic 0;
        // style words 2 and 5: half are the domain's own; 6 words of 8; bigrams all different
        int[] answer = {
            Words.word(4, 0),
            Words.word(1, 3),
            Words.style(2),
            Words.style(5),
            Words.word(0, 0),
            Words.filler(1),
            Words.END,
            Words.word(6, 0)
        };

        assertThat(LexiconGold.attributes(PROMPT, answer))
                .usingComparatorWithPrecision(1e-12)
                .containsExactly(2 / 3.0, 0, 1, 6 / 8.0, 0.5, 2 / 3.0);
    }

    @Test
    void shouldValueAnEmptyAndARepeatingAnswerAsNothingButWhatTheyAre() {
        assertThat(LexiconGold.attributes(PROMPT, new int[] {Words.END})).containsOnly(0);
        int[] same = new int[20];
        Arrays.fill(same, Words.word(1, 0));
        // 19 bigrams of which 18 repeat; 20 words are halfway from 16 to 24
        assertThat(LexiconGold.attributes(PROMPT, same))
                .usingComparatorWithPrecision(1e-12)
                .containsExactly(1 / 3.0, 0, 1 - 18 / 19.0, 0.5, 0, 1);
    }

    @Test
    void shouldDrawWeightsThatSumToOneAndMoveThemHalfAround() {
        LexiconTaste taste = LexiconTaste.draw(5);

        for (List<Double> own : taste.weights()) {
            assertThat(own.stream().mapToDouble(Double::doubleValue).sum()).isEqualTo(1, within(1e-12));
            assertThat(Collections.min(own)).isNotNegative();
        }
        assertThat(taste.moved(0)).isEqualTo(taste);
        assertThat(taste.moved(1).weights().get(1)).isEqualTo(taste.weights().get(5));
        assertThat(taste.moved(0.25).weights().get(6).get(0))
                .isEqualTo(
                        0.75 * taste.weights().get(6).get(0)
                                + 0.25 * taste.weights().get(2).get(0),
                        within(1e-12));
        assertThat(LexiconTaste.draw(6)).isNotEqualTo(taste);
    }

    @Test
    void shouldWriteTextsThatPreferNothing() {
        SeededRandom random = new SeededRandom(3);
        LexiconTaste taste = LexiconTaste.draw(5);
        double sum = 0;
        for (int i = 0; i < 500; i++) {
            LexiconPrompt prompt = LexiconPrompt.draw(random);
            int[] answer = LexiconBase.answer(prompt, random);
            assertThat(answer).hasSizeBetween(5, LexiconBase.ANSWER).endsWith(Words.END);
            sum += taste.worth(prompt, answer);
        }
        assertThat(sum / 500).isBetween(0.4, 0.75);
    }
}
