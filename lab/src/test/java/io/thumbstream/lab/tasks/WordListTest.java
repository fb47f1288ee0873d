package io.thumbstream.lab.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.model.text.ChatFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordListTest {
    private final WordList words = new WordList(List.of("red", "blue"));

    @Test
    void shouldNumberWordsBehindPaddingAndEnd() {
        assertThat(words.vocabularySize()).isEqualTo(4);
        assertThat(words.encode("red blue")).containsExactly(2, 3);
        assertThat(words.encode(" blue \n\tred ")).containsExactly(3, 2);
        assertThat(words.encode(" ")).isEmpty();
        assertThat(words.decode(new int[] {2, ChatFormat.END_ID, 3, ChatFormat.PAD_ID}))
                .isEqualTo("red blue ");
    }

    @Test
    void shouldRefuseWordsThatAreNotListedAndTextsOfSpecialTokens() {
        assertThatThrownBy(() -> words.encode("red green")).hasMessageContaining("'green'");
        assertThatThrownBy(() -> words.encode("red " + ChatFormat.END)).hasMessageContaining(ChatFormat.END);
    }

    @Test
    void shouldKnowPaddingAndEndAsItsOnlySpecialTokens() {
        assertThat(words.id(ChatFormat.PAD)).isEqualTo(ChatFormat.PAD_ID);
        assertThat(words.id(ChatFormat.END)).isEqualTo(ChatFormat.END_ID);
        assertThat(words.specialIds()).containsExactlyInAnyOrder(ChatFormat.PAD_ID, ChatFormat.END_ID);
        assertThatThrownBy(() -> words.id("red")).hasMessageContaining("red");
        assertThatThrownBy(() -> words.id("<|user|>")).hasMessageContaining("<|user|>");
    }
}
