package io.thumbstream.model.reward;

import ai.djl.Device;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.model.checkpoint.CorruptFileException;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.checkpoint.Safetensors;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * Reward models on disk: {@code reward.json} (trunk kind, settings, digest of the weights) beside {@code model.safetensors}.
 *
 * <p>A transformer's directory also holds {@code config.json} and {@code tokenizer.json}.
 */
public final class RewardModelFiles {
    /** Name of the weights file. */
    public static final String WEIGHTS = "model.safetensors";
    /** Name of the description. */
    public static final String DESCRIPTION = "reward.json";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SHA256 = "sha256";
    private static final String OLDER = "restore the directory from another copy or publish an older version";

    /** Reads a {@code tokenizer.json}. */
    @FunctionalInterface
    public interface TokenizerLoader {
        Tokenizer load(Path file) throws IOException;
    }

    private RewardModelFiles() {}

    /**
     * Writes a model into the existing {@code directory}.
     *
     * @return sha256 of the weights file, lower-case hexadecimal
     */
    public static String save(RewardTrunk trunk, Path directory) throws IOException {
        Path weights = directory.resolve(WEIGHTS);
        Safetensors.write(weights, trunk.weights(), Map.of("trunk", trunk.kind()));
        String digest = Digests.ofFile(weights);
        ObjectNode description = JSON.createObjectNode();
        description.put("format", 1);
        description.put("trunk", trunk.kind());
        description.put("members", trunk.members());
        description.put(SHA256, digest);
        description.set("settings", trunk.describe());
        trunk.writeCompanions(directory);
        Files.writeString(
                directory.resolve(DESCRIPTION),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(description));
        return digest;
    }

    /**
     * The sha256 of the weights by the description of a model; the weights are not read.
     *
     * @throws CorruptFileException when there is no readable description
     */
    public static String describedDigest(Path directory) throws IOException {
        return describe(directory).path(SHA256).asText();
    }

    /**
     * Reads a model.
     *
     * @param tokenizers reads the tokenizer of a transformer trunk
     * @throws CorruptFileException when the description or the weights are damaged or do not belong together
     */
    public static RewardTrunk load(Path directory, Device device, TokenizerLoader tokenizers) throws IOException {
        JsonNode description = describe(directory);
        Path weights = directory.resolve(WEIGHTS);
        String expected = description.path(SHA256).asText();
        String found = Digests.ofFile(weights);
        if (!expected.equals(found)) {
            throw new CorruptFileException(
                    weights, "the digest is " + found + " but " + DESCRIPTION + " says " + expected, OLDER);
        }
        String kind = description.path("trunk").asText();
        JsonNode settings = description.path("settings");
        return switch (kind) {
            case NgramTrunk.KIND -> ngram(directory, settings);
            case TransformerTrunk.KIND -> transformer(directory, settings, device, tokenizers);
            default ->
                throw new CorruptFileException(
                        directory.resolve(DESCRIPTION),
                        "trunk '" + kind + "' is not known",
                        "use ngram or transformer, or a newer release");
        };
    }

    /** Reads a model that needs no tokenizer. */
    public static RewardTrunk load(Path directory) throws IOException {
        return load(directory, Device.cpu(), file -> {
            throw new IOException(file + ": this model reads tokens; load it with a tokenizer loader");
        });
    }

    private static JsonNode describe(Path directory) throws IOException {
        Path file = directory.resolve(DESCRIPTION);
        if (!Files.exists(file)) {
            throw new CorruptFileException(file, "the file is missing", OLDER);
        }
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new CorruptFileException(file, "it is not JSON (" + e.getOriginalMessage() + ")", OLDER);
        }
    }

    private static <S> S settings(Path directory, JsonNode tree, Class<S> type) throws IOException {
        try {
            return JSON.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new CorruptFileException(
                    directory.resolve(DESCRIPTION), "the settings are wrong (" + e.getOriginalMessage() + ")", OLDER);
        }
    }

    private static RewardTrunk ngram(Path directory, JsonNode tree) throws IOException {
        NgramTrunk trunk = new NgramTrunk(settings(directory, tree, NgramTrunkSettings.class), 0);
        try (Safetensors file = Safetensors.open(directory.resolve(WEIGHTS))) {
            trunk.loadWeights(file);
        }
        return trunk;
    }

    private static RewardTrunk transformer(Path directory, JsonNode tree, Device device, TokenizerLoader tokenizers)
            throws IOException {
        Path tokenizer = directory.resolve(RewardTokens.FILE);
        RewardTokens tokens = RewardTokens.read(directory, tokenizers.load(tokenizer));
        TransformerTrunk trunk = new TransformerTrunk(
                settings(directory, tree, TransformerTrunkSettings.class),
                tokens,
                CausalLm.load(directory, device, Set.of(TransformerTrunk.HEAD)),
                0);
        try (Safetensors file = Safetensors.open(directory.resolve(WEIGHTS))) {
            trunk.loadHeads(file);
        } catch (IOException | RuntimeException | Error e) {
            trunk.close();
            throw e;
        }
        return trunk;
    }
}
