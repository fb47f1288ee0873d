package io.thumbstream.model.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.model.tensor.StepScope;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A directory that transformers or PEFT wrote, with the numbers that they compute from it; {@code make_fixtures.py} made it.
 *
 * @param directory with {@code config.json} or {@code adapter_config.json}, safetensors files and {@code expected.json}
 * @param expected what the last of these holds
 */
public record TransformersFixture(Path directory, JsonNode expected) {
    /** How far a logit or a log-probability may be from that of transformers. */
    public static final double LIMIT = 1e-4;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Checkpoints that transformers wrote. */
    public static List<TransformersFixture> models() throws IOException {
        return in("transformers");
    }

    /** Adapters that PEFT wrote. */
    public static List<TransformersFixture> adapters() throws IOException {
        return in("peft");
    }

    private static List<TransformersFixture> in(String folder) throws IOException {
        try (Stream<Path> directories = Files.list(root().resolve(folder))) {
            List<Path> sorted = directories.sorted().toList();
            TransformersFixture[] fixtures = new TransformersFixture[sorted.size()];
            for (int i = 0; i < fixtures.length; i++) {
                byte[] text = Files.readAllBytes(sorted.get(i).resolve("expected.json"));
                fixtures[i] = new TransformersFixture(sorted.get(i), JSON.readTree(text));
            }
            return List.of(fixtures);
        }
    }

    private static Path root() {
        URL there = Objects.requireNonNull(TransformersFixture.class.getResource("transformers"));
        try {
            return Objects.requireNonNull(Path.of(there.toURI()).getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(there + " is no path", e);
        }
    }

    public CausalLm load() throws IOException {
        return CausalLm.load(directory, Device.cpu());
    }

    /** The model that an adapter was made for. */
    TransformersFixture base() throws IOException {
        String base = expected.path("base").asText();
        return models().stream()
                .filter(model -> model.name().equals(base))
                .findFirst()
                .orElseThrow();
    }

    public String name() {
        return String.valueOf(directory.getFileName());
    }

    /** Ids of the text that all numbers are about. */
    public int[] ids() {
        return StreamSupport.stream(expected.path("ids").spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }

    /** Log-probability of each token from the second one on. */
    public double[] logProbs() {
        return numbers(expected.path("log_probs"));
    }

    /** Scores of the next token at a place of the text. */
    public double[] logits(int place) {
        return numbers(expected.path("logits").path(place));
    }

    private static double[] numbers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    /** Scores that a model gives to the text, {@code [place, vocabulary]} in one row. */
    static float[] logits(NDManager root, CausalLm model, int[] ids) {
        try (StepScope step = StepScope.open(root)) {
            long[] row = Arrays.stream(ids).asLongStream().toArray();
            NDArray logits = model.logits(step.manager(), step.manager().create(row, new Shape(1, row.length)));
            return logits.toFloatArray();
        }
    }

    /** Log-probabilities that a model gives to the text after its first token. */
    static float[] logProbs(NDManager root, CausalLm model, int[] ids) {
        try (StepScope step = StepScope.open(root)) {
            int[][] prompt = {{ids[0]}};
            int[][] response = {Arrays.copyOfRange(ids, 1, ids.length)};
            return model.logProbs(step.manager(), prompt, response).logProbs().toFloatArray();
        }
    }

    /** Compares both. */
    void require(NDManager root, CausalLm model) {
        int[] ids = ids();
        float[] logits = logits(root, model, ids);
        int vocabulary = logits.length / ids.length;
        for (int place = 0; place < ids.length; place++) {
            requireAlike(
                    "logits at " + place,
                    Arrays.copyOfRange(logits, place * vocabulary, (place + 1) * vocabulary),
                    logits(place));
        }
        requireAlike("log-probabilities", logProbs(root, model, ids), logProbs());
    }

    private void requireAlike(String what, float[] found, double[] wanted) {
        assertThat(found).as("%s of %s", what, name()).hasSameSizeAs(wanted);
        for (int i = 0; i < wanted.length; i++) {
            assertThat((double) found[i])
                    .as("%s of %s, number %s", what, name(), i)
                    .isCloseTo(wanted[i], within(LIMIT));
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
