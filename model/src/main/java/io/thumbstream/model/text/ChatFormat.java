package io.thumbstream.model.text;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rendering of a conversation, for the model as ids and for text-based scorers as lines.
 *
 * <p>Each turn is {@code <|role|>} content {@code <|end|>}; a prompt ends with the opening {@code <|assistant|>}, and an
 * answer is its tokens followed by {@code <|end|>}.
 */
public final class ChatFormat {
    /** Fills rows to equal length; never predicted. */
    public static final String PAD = "<|pad|>";
    /** Ends every turn, and thereby an answer. */
    public static final String END = "<|end|>";
    /** Special tokens in the order of their ids, starting at zero. */
    public static final List<String> SPECIAL_TOKENS = List.of(PAD, END, "<|system|>", "<|user|>", "<|assistant|>");
    /** Id of {@link #PAD} in every vocabulary. */
    public static final int PAD_ID = 0;
    /** Id of {@link #END} in every vocabulary. */
    public static final int END_ID = 1;

    private final Tokenizer tokenizer;

    /** A format over {@code tokenizer}, which must have all special tokens. */
    public ChatFormat(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        for (int id = 0; id < SPECIAL_TOKENS.size(); id++) {
            String token = SPECIAL_TOKENS.get(id);
            if (tokenizer.id(token) != id) {
                throw new IllegalArgumentException("Special token " + token + " has id " + tokenizer.id(token)
                        + " but must have " + id + "; train the tokenizer with BpeTrainer");
            }
        }
    }

    /** Ids of the conversation, ready for the model to answer. */
    public int[] promptIds(List<Turn> turns) {
        IntStream rendered = turns.stream().flatMapToInt(this::turnIds);
        return IntStream.concat(rendered, IntStream.of(opening("assistant"))).toArray();
    }

    /** Ids of an answer, closed by {@link #END}. */
    public int[] responseIds(String answer) {
        return IntStream.concat(IntStream.of(tokenizer.encode(answer)), IntStream.of(END_ID))
                .toArray();
    }

    /** Text of an answer's ids, without special tokens. */
    public String responseText(int[] ids) {
        return tokenizer.decode(ids);
    }

    /** The conversation as lines {@code role: content}. */
    public static String plainText(List<Turn> turns) {
        return turns.stream()
                .map(turn -> turn.role() + ": " + turn.content() + "\n")
                .collect(Collectors.joining());
    }

    /** The conversation with its answer as lines {@code role: content}. */
    public static String plainText(List<Turn> turns, String answer) {
        return plainText(turns) + "assistant: " + answer;
    }

    private IntStream turnIds(Turn turn) {
        return Stream.of(new int[] {opening(turn.role())}, tokenizer.encode(turn.content()), new int[] {END_ID})
                .flatMapToInt(IntStream::of);
    }

    private int opening(String role) {
        return tokenizer.id("<|" + role + "|>");
    }
}
