package io.thumbstream.model.text;

import java.util.Set;
import java.util.stream.Collectors;

/** Text to token ids and back; safe for use by several threads at once. */
public interface Tokenizer {
    /** Ids of plain text; the text of a special token inside it is ordinary text and never becomes that token. */
    int[] encode(String text);

    /** Text of ids; special tokens are left out and invalid UTF-8 becomes the replacement character. */
    String decode(int[] ids);

    /** Number of ids; every id is in {@code [0, vocabularySize)}. */
    int vocabularySize();

    /**
     * Id of a special token such as {@code <|end|>}.
     *
     * @throws IllegalArgumentException when the vocabulary has no such token
     */
    int id(String specialToken);

    /** Whether there is a special token of this text. */
    default boolean isSpecial(String text) {
        try {
            return specialIds().contains(id(text));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Whether the text of ids is the texts of the single ids joined, broken characters aside. Some vocabularies write a word with
     * the blank before it and cut that blank from the beginning of a text.
     */
    default boolean decodesApart() {
        return true;
    }

    /** Ids of all special tokens, and of others that end an answer; none of them belongs inside one. */
    default Set<Integer> specialIds() {
        return ChatFormat.SPECIAL_TOKENS.stream().map(this::id).collect(Collectors.toSet());
    }
}
