package io.thumbstream.model.text;

import io.thumbstream.model.checkpoint.CorruptFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rendering of a conversation, for the model as ids and for text-based scorers as lines.
 *
 * <p>In the product's own format each turn is {@code <|role|>} content {@code <|end|>}; a prompt ends with the opening
 * {@code <|assistant|>}, and an answer is its tokens followed by {@code <|end|>}. Models from elsewhere have the format of
 * {@code tokenizer_config.json} in their directory. What people write never becomes a control token; the format of Llama 2, and that of
 * Mistral with a vocabulary older than its third, bracket turns by words, which people can write as well.
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

    private static final Set<ChatTemplate> ALTERNATING = Set.of(
            ChatTemplate.LLAMA2,
            ChatTemplate.MISTRAL,
            ChatTemplate.MISTRAL_V1,
            ChatTemplate.MISTRAL_V3,
            ChatTemplate.MISTRAL_TEKKEN);

    private final Tokenizer tokenizer;
    private final ChatTemplate template;
    private final ChatTokens tokens;
    private final int end;

    /** The product's own format over {@code tokenizer}, which must have all special tokens. */
    public ChatFormat(Tokenizer tokenizer) {
        this(tokenizer, ChatTemplate.OWN, ChatTokens.none());
        for (int id = 0; id < SPECIAL_TOKENS.size(); id++) {
            String token = SPECIAL_TOKENS.get(id);
            if (tokenizer.id(token) != id) {
                throw new IllegalArgumentException("Special token " + token + " has id " + tokenizer.id(token)
                        + " but must have " + id + "; train the tokenizer with BpeTrainer");
            }
        }
    }

    private ChatFormat(Tokenizer tokenizer, ChatTemplate template, ChatTokens tokens) {
        this.tokenizer = tokenizer;
        this.template = template;
        this.tokens = tokens;
        this.end = tokenizer.id(template.end(tokens));
    }

    /**
     * The format of a model directory: the product's own where there is no {@code tokenizer_config.json}.
     *
     * @param tokenizer the one of the directory
     * @throws IOException when the chat template of the directory is not known, or names tokens that the tokenizer lacks
     */
    public static ChatFormat of(Path directory, Tokenizer tokenizer) throws IOException {
        Optional<ChatTokens> read = ChatTokens.read(directory);
        if (read.isEmpty()) {
            return new ChatFormat(tokenizer);
        }
        ChatTokens tokens = read.get().over(tokenizer);
        try {
            ChatFormat format = new ChatFormat(tokenizer, ChatTemplate.of(tokens), tokens);
            int[] unused = format.promptIds(List.of(Turn.user("")));
            return format;
        } catch (IllegalArgumentException e) {
            throw new CorruptFileException(
                    tokens.file(), String.valueOf(e.getMessage()), "take all files from one and the same model");
        }
    }

    /**
     * Ids of the conversation, ready for the model to answer.
     *
     * @throws IllegalArgumentException when the format has no place for a turn
     */
    public int[] promptIds(List<Turn> turns) {
        return template.render(turns, tokens).stream()
                .flatMapToInt(piece -> piece.control()
                        ? IntStream.of(tokenizer.id(piece.text()))
                        : IntStream.of(tokenizer.encode(piece.text())))
                .toArray();
    }

    /** Ids of an answer, closed by the token that ends answers. */
    public int[] responseIds(String answer) {
        return IntStream.concat(IntStream.of(tokenizer.encode(answer)), IntStream.of(end))
                .toArray();
    }

    /** Whether a conversation must begin with a question, with answers and questions in turn. */
    public boolean alternates() {
        return ALTERNATING.contains(template);
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
}
