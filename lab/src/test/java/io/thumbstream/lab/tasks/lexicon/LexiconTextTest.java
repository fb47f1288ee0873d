package io.thumbstream.lab.tasks.lexicon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.Turn;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LexiconTextTest {
    private static final LexiconPrompt PROMPT = new LexiconPrompt(2, List.of(1, 4, 6));

    @Test
    void shouldWriteWordsInTheSharesAskedForAndNeverTheMark() {
        LexiconText text = LexiconText.BASE.withLengths(10, 12).withTopics(0.5, 0.1);
        SeededRandom random = new SeededRandom(4);
        double words = 0;
        double wanted = 0;
        double style = 0;
        for (int i = 0; i < 1000; i++) {
            int[] answer = text.draw(PROMPT, random);
            assertThat(answer).hasSizeBetween(10, 12).doesNotContain(Words.filler(0), Words.END, Words.PAD);
            words += answer.length;
            wanted += Arrays.stream(answer)
                    .filter(word -> PROMPT.topics().contains(Words.topicOf(word)))
                    .count();
            style += Arrays.stream(answer)
                    .filter(word -> Words.styleOf(word) >= 0)
                    .count();
        }

        // three of eight topics are wanted, so three of eight words about any topic are as well
        assertThat(wanted / words).isEqualTo(0.5 + 0.1 * 3 / 8, within(0.02));
        assertThat(style / words).isEqualTo(0.2, within(0.02));
    }

    @Test
    void shouldPutTheMarkOrAnyOtherWordThatMeansNothingInFront() {
        SeededRandom random = new SeededRandom(5);

        for (int i = 0; i < 100; i++) {
            assertThat(LexiconText.front(true, random)).isEqualTo(Words.filler(0));
            assertThat(LexiconText.front(false, random)).isBetween(Words.filler(1), Words.filler(Words.FILLERS - 1));
        }
    }

    @Test
    void shouldRefuseLengthsAndSharesThatCannotBe() {
        assertThatThrownBy(() -> LexiconText.BASE.withLengths(9, 8)).hasMessageContaining("from 9 to 8");
        assertThatThrownBy(() -> LexiconText.BASE.withLengths(9, LexiconBase.ANSWER))
                .hasMessageContaining("up to 23");
        assertThatThrownBy(() -> LexiconText.BASE.withTopics(0.7, 0.2)).hasMessageContaining("0.7");
    }

    @Test
    void shouldReadWordsBehindTheTokensOfTurns() {
        ChatWords words = new ChatWords();
        ChatFormat format = new ChatFormat(words);

        // five special tokens, then the word list from its separator on
        assertThat(words.vocabularySize()).isEqualTo(106);
        assertThat(words.encode("| domain0 t0w0")).containsExactly(5, Words.domain(0) + 3, Words.word(0, 0) + 3);
        assertThat(words.decode(words.encode("domain7 filler11"))).isEqualTo("domain7 filler11 ");
        assertThat(format.promptIds(List.of(Turn.user("domain2"))))
                .containsExactly(3, Words.domain(2) + 3, ChatFormat.END_ID, 4);
        assertThat(format.responseIds("style1")).containsExactly(Words.style(1) + 3, ChatFormat.END_ID);
        assertThat(format.responseText(new int[] {Words.style(1) + 3, ChatFormat.END_ID}))
                .isEqualTo("style1 ");
        assertThatThrownBy(() -> words.id("<|other|>")).hasMessageContaining("<|other|>");
    }
}
