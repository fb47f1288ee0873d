package io.thumbstream.model.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.model.checkpoint.CorruptFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A {@link Tokenizer} over a Hugging Face {@code tokenizer.json}. */
public final class HfTokenizer implements Tokenizer, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The library would cut every text at 512 tokens otherwise. */
    private static final Map<String, String> UNLIMITED =
            Map.of("truncation", "false", "padding", "false", "maxLength", String.valueOf(Integer.MAX_VALUE));

    private final HuggingFaceTokenizer library;
    private final Map<String, Integer> special;
    private final Set<Integer> ends;
    private final Pattern specialText;
    private final int vocabularySize;
    private final boolean decodesApart;

    private HfTokenizer(
            HuggingFaceTokenizer library, Map<String, Integer> special, Set<Integer> named, int vocabularySize) {
        this.library = library;
        this.special = special;
        Set<Integer> all = new HashSet<>(special.values());
        all.addAll(named);
        this.ends = Set.copyOf(all);
        this.vocabularySize = vocabularySize;
        specialText =
                Pattern.compile(special.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|")));
        int[] words = encode("a b c d");
        decodesApart = decode(words)
                .equals(IntStream.of(words)
                        .mapToObj(id -> decode(new int[] {id}))
                        .collect(Collectors.joining()));
    }

    /**
     * Reads a {@code tokenizer.json}, and what {@code generation_config.json} beside it says of the ends of answers.
     *
     * @throws IOException when the file is missing or is no tokenizer, or the one beside it is damaged
     */
    public static HfTokenizer load(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new CorruptFileException(
                    file, "the file is missing", "models without it are converted by saving their fast tokenizer");
        }
        JsonNode root = parse(file);
        Map<String, Integer> special = new HashMap<>();
        int highest = -1;
        for (JsonNode token : root.path("added_tokens")) {
            highest = Math.max(highest, token.path("id").asInt());
            if (token.path("special").asBoolean()) {
                special.put(token.path("content").asText(), token.path("id").asInt());
            }
        }
        JsonNode vocabulary = root.path("model").path("vocab");
        for (JsonNode id : vocabulary) {
            highest = Math.max(highest, id.asInt());
        }
        if (vocabulary.isArray()) {
            highest = Math.max(
                    highest, vocabulary.size() - 1); // a unigram model lists its tokens in the order of their ids
        }
        if (highest < 0) {
            throw new IOException(file + " has no vocabulary; restore the tokenizer.json of the model directory");
        }
        Set<Integer> named = EndIds.beside(file);
        return new HfTokenizer(
                HuggingFaceTokenizer.newInstance(file, UNLIMITED), Map.copyOf(special), named, highest + 1);
    }

    private static JsonNode parse(Path file) throws IOException {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new CorruptFileException(
                    file, "it is not JSON (" + e.getOriginalMessage() + ")", "restore the file from another copy");
        }
    }

    @Override
    public int[] encode(String text) {
        return plainPieces(text).stream()
                .flatMapToInt(piece -> Arrays.stream(
                                library.encode(piece, false, false).getIds())
                        .mapToInt(Math::toIntExact))
                .toArray();
    }

    /** Cuts inside every literal occurrence of a special token, so that people cannot write control tokens. */
    private List<String> plainPieces(String text) {
        if (special.isEmpty()) {
            return List.of(text);
        }
        List<String> pieces = new ArrayList<>();
        Matcher matcher = specialText.matcher(text);
        int from = 0;
        while (matcher.find()) {
            pieces.add(text.substring(from, matcher.start() + 1));
            from = matcher.start() + 1;
        }
        pieces.add(text.substring(from));
        return pieces;
    }

    @Override
    public String decode(int[] ids) {
        return library.decode(IntStream.of(ids).asLongStream().toArray(), true);
    }

    @Override
    public int vocabularySize() {
        return vocabularySize;
    }

    @Override
    public int id(String specialToken) {
        Integer id = special.get(specialToken);
        if (id == null) {
            throw new IllegalArgumentException(
                    "There is no special token " + specialToken + "; the tokenizer has " + special.keySet());
        }
        return id;
    }

    @Override
    public boolean isSpecial(String text) {
        return special.containsKey(text);
    }

    @Override
    public boolean decodesApart() {
        return decodesApart;
    }

    @Override
    public Set<Integer> specialIds() {
        return ends;
    }

    @Override
    public void close() {
        library.close();
    }
}
