package io.thumbstream.model.lm;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.model.checkpoint.Safetensors;
import io.thumbstream.model.tensor.Grad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Directories that the product writes from what transformers wrote. With {@code -Dthumbstream.tests.written=DIR} they stay in an
 * empty DIR, with the numbers that the product computes from them in {@code expected.json}, for the command {@code compare} of
 * {@code make_fixtures.py}.
 */
class ModelDirectoryWritingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final LoraSettings SETTINGS = new LoraSettings(3, 4.5, LoraTarget.words());
    private static final long SHARD = 9_000;

    private final NDManager root = NDManager.newBaseManager(Device.cpu());

    @TempDir
    Path directory = Path.of("set by the test framework");

    @BeforeEach
    void prepare() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        root.close();
    }

    @ParameterizedTest
    @MethodSource("io.thumbstream.model.lm.TransformersFixture#models")
    void shouldKeepEveryTensorAndFieldWhenACheckpointIsWrittenAgain(TransformersFixture fixture) throws IOException {
        try (CausalLm model = fixture.load()) {
            Path whole = written("whole", fixture);
            model.save(whole);
            Path shards = written("shards", fixture);
            model.save(shards, SHARD);
            for (Path copy : new Path[] {whole, shards}) {
                requireSame(fixture, copy);
                note(copy, model, fixture.ids());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.thumbstream.model.lm.TransformersFixture#models")
    void shouldGiveTheSameNumbersWhenAnAdapterIsWrittenBesideItsBaseOrMerged(TransformersFixture fixture)
            throws IOException {
        try (CausalLm base = fixture.load();
                CausalLm model = base.withAdapter(Adapters.drawn(SETTINGS, base.config(), 71))) {
            Path adapter = written("adapter", fixture);
            model.adapter().orElseThrow().save(adapter, fixture.name());
            note(adapter, model, fixture.ids());
            Path merged = written("merged", fixture);
            model.save(merged);
            note(merged, model, fixture.ids());
            float[] wanted = TransformersFixture.logits(root, model, fixture.ids());
            try (CausalLm whole = CausalLm.load(merged, Device.cpu());
                    CausalLm beside = base.withAdapter(LoraAdapter.load(adapter, base.config(), Device.cpu()))) {
                requireAlike(TransformersFixture.logits(root, whole, fixture.ids()), wanted);
                requireAlike(TransformersFixture.logits(root, beside, fixture.ids()), wanted);
            }
        }
    }

    private static void requireAlike(float[] found, float[] wanted) {
        assertThat(found).hasSameSizeAs(wanted);
        for (int i = 0; i < wanted.length; i++) {
            assertThat(Math.abs(found[i] - wanted[i])).as("logit %s", i).isLessThan(5e-5f);
        }
    }

    private static void requireSame(TransformersFixture fixture, Path copy) throws IOException {
        try (Safetensors before = Safetensors.openModel(fixture.directory());
                Safetensors after = Safetensors.openModel(copy)) {
            assertThat(after.names()).containsExactlyInAnyOrderElementsOf(before.names());
            for (String name : before.names()) {
                long[] shape = before.shape(name);
                assertThat(after.floats(name, shape)).as(name).isEqualTo(before.floats(name, shape));
            }
        }
        JsonNode fields =
                JSON.readTree(fixture.directory().resolve("config.json").toFile());
        JsonNode kept = JSON.readTree(copy.resolve("config.json").toFile());
        fields.properties().forEach(field -> {
            if (field.getKey().equals("dtype") || field.getKey().equals("torch_dtype")) {
                assertThat(kept.path(field.getKey()).asText()).isEqualTo("float32");
            } else {
                assertThat(kept.path(field.getKey())).as(field.getKey()).isEqualTo(field.getValue());
            }
        });
        assertThat(kept).hasSameSizeAs(fields);
    }

    private Path written(String kind, TransformersFixture fixture) throws IOException {
        Path parent = Optional.ofNullable(System.getProperty("thumbstream.tests.written"))
                .map(Path::of)
                .orElse(directory);
        return Files.createDirectories(parent.resolve(kind).resolve(fixture.name()));
    }

    /** What the product computes, for others to compare. */
    private void note(Path target, CausalLm model, int[] ids) throws IOException {
        float[] logits = TransformersFixture.logits(root, model, ids);
        ObjectNode expected = JSON.createObjectNode();
        expected.set("ids", JSON.valueToTree(ids));
        expected.set("log_probs", JSON.valueToTree(TransformersFixture.logProbs(root, model, ids)));
        var rows = expected.putArray("logits");
        int vocabulary = logits.length / ids.length;
        for (int place = 0; place < ids.length; place++) {
            var row = rows.addArray();
            for (int token = 0; token < vocabulary; token++) {
                row.add(logits[place * vocabulary + token]);
            }
        }
        Files.writeString(target.resolve("expected.json"), expected.toString());
    }
}
