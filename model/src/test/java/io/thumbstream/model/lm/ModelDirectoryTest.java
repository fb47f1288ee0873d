package io.thumbstream.model.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.model.checkpoint.CorruptFileException;
import io.thumbstream.model.checkpoint.Safetensors;
import io.thumbstream.model.checkpoint.TensorData;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.text.BpeTrainer;
import io.thumbstream.model.text.BpeVocabulary;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole directories: sound ones read, written and read again, and damaged ones refused. */
class ModelDirectoryTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WEIGHTS = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final String EMBEDDING = "model.embed_tokens.weight";
    /** Bytes of tensors per file: about three files for a case. */
    private static final long SHARD = 9_000;

    private final FamilyCase family = FamilyCase.all().get(4); // Qwen2, tied
    private final BpeVocabulary vocabulary = BpeTrainer.train(List.of("a parcel"), 261);

    @TempDir
    Path directory = Path.of("set by the test framework");

    private Path source = Path.of("unset");
    private Path target = Path.of("unset");

    @BeforeEach
    void write() throws IOException {
        Grad.prepareThread();
        source = Files.createDirectories(directory.resolve("source"));
        target = Files.createDirectories(directory.resolve("target"));
        family.write(source, 3);
        vocabulary.write(source);
    }

    @Test
    void shouldReadBackTheSameWeightsFieldsAndTextsWhenSavedInShards() throws IOException {
        alter(fields -> {}, Map.of("format", "pt", "trained-by", "someone"));
        try (CausalLm model = CausalLm.load(source, Device.cpu())) {
            model.save(target, SHARD);
            JsonNode index = JSON.readTree(Files.readAllBytes(target.resolve(INDEX)));
            assertThat(index.path("metadata").path("total_size").asLong())
                    .isEqualTo(4 * model.parameters().size());
            assertThat(index.path("weight_map").path(EMBEDDING).asText()).matches("model-00001-of-0000\\d.safetensors");
            assertThat(target.resolve(WEIGHTS)).doesNotExist();
            try (CausalLm again = CausalLm.load(target, Device.cpu());
                    Safetensors file = Safetensors.openModel(target)) {
                assertThat(again.parameters().digest())
                        .isEqualTo(model.parameters().digest());
                assertThat(again.config()).isEqualTo(model.config());
                assertThat(file.metadata()).containsEntry("trained-by", "someone");
            }
        }
        JsonNode before = JSON.readTree(family.config());
        JsonNode after = JSON.readTree(Files.readAllBytes(target.resolve("config.json")));
        assertThat(after.path("torch_dtype").asText()).isEqualTo("float32");
        before.properties()
                .forEach(field -> assertThat(after.path(field.getKey())).isEqualTo(field.getValue()));
    }

    @Test
    void shouldCopyAllThatAServiceNeedsWhenAModelIsInstalled() throws IOException {
        Files.writeString(source.resolve("tokenizer_config.json"), "{\"thumbstream_chat\":\"own\"}");
        Files.writeString(source.resolve("notes.txt"), "nothing");

        ModelDirectory.copy(source, target, 20);

        assertThat(LmConfigFile.read(target).context()).isEqualTo(20);
        assertThat(ModelDirectory.check(target))
                .isEqualTo(ModelDirectory.check(source).withContext(20));
        assertThat(names(target))
                .containsExactlyInAnyOrder("config.json", WEIGHTS, "tokenizer.json", "tokenizer_config.json");
    }

    @Test
    void shouldNameWhatIsMissingWhenAFileIsNotThere() throws IOException {
        refuse(directory.resolve("nowhere"), "nowhere", "there is no such directory");
        Files.delete(source.resolve("tokenizer.json"));
        refuse(source, "tokenizer.json", "the file is missing");
        Files.delete(source.resolve(WEIGHTS));
        refuse(source, WEIGHTS, "the file is missing");
    }

    @Test
    void shouldNameTheFileWhenAShardIsMissingOrHoldsSomethingElse() throws IOException {
        try (CausalLm model = CausalLm.load(source, Device.cpu())) {
            model.save(target, SHARD);
        }
        vocabulary.write(target);
        assertThat(ModelDirectory.check(target).family()).isEqualTo(LmFamily.QWEN2);
        Path shard = target.resolve("model-00001-of-0000" + shards(target) + ".safetensors");
        Safetensors.write(shard, Map.of("other", TensorData.of(new long[] {1}, new float[1])), Map.of());
        refuse(target, shard.getFileName().toString(), "there is no tensor " + EMBEDDING);
        Files.delete(shard);
        refuse(target, shard.getFileName().toString(), INDEX + " names it");
        Files.copy(source.resolve(WEIGHTS), target.resolve(WEIGHTS));
        refuse(target, INDEX, "the weights are there twice");
    }

    @Test
    void shouldNameTheTensorWhenItIsAbsentUnexpectedOrMisshapen() throws IOException {
        alter(tensors -> tensors.remove("model.layers.1.self_attn.k_proj.bias"), Map.of());
        refuse(source, WEIGHTS, "there is no tensor model.layers.1.self_attn.k_proj.bias");
        family.write(source, 3);
        alter(tensors -> tensors.put("score.weight", TensorData.of(new long[] {1}, new float[1])), Map.of());
        refuse(source, WEIGHTS, "1 tensors that the configuration has no place for, such as [score.weight]");
        family.write(source, 3);
        alter(tensors -> tensors.put("model.norm.weight", TensorData.of(new long[] {4}, new float[4])), Map.of());
        refuse(source, WEIGHTS, "model.norm.weight has shape [4] instead of [16]");
    }

    @Test
    void shouldTakeATiedMatrixTwiceWhenBothAreEqual() throws IOException {
        alter(tensors -> tensors.put("lm_head.weight", required(tensors, EMBEDDING)), Map.of());
        alter(
                tensors -> tensors.put(
                        "model.layers.0.self_attn.rotary_emb.inv_freq", TensorData.of(new long[] {2}, new float[2])),
                Map.of());
        try (CausalLm model = CausalLm.load(source, Device.cpu())) {
            assertThat(model.parameters().find("lm_head.weight")).isEmpty();
        }
        alter(
                tensors -> tensors.put("lm_head.weight", TensorData.of(new long[] {261, 16}, new float[261 * 16])),
                Map.of());
        assertThatThrownBy(() -> CausalLm.load(source, Device.cpu()))
                .hasMessageContaining("lm_head.weight differs from " + EMBEDDING + " at element 0");
    }

    @Test
    void shouldLeaveNothingBehindWhenAWeightIsNotFinite() throws IOException {
        alter(
                tensors -> {
                    float[] values = new float[16];
                    values[5] = Float.NaN;
                    tensors.put("model.norm.weight", TensorData.of(new long[] {16}, values));
                },
                Map.of());
        assertThatThrownBy(() -> ModelDirectory.copy(source, target, 32))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining(source.resolve(WEIGHTS).toString())
                .hasMessageContaining("model.norm.weight holds NaN at element 5");
        assertThat(names(target)).isEmpty();
    }

    @Test
    void shouldRefuseWhenTheTokenizerHasMoreTokensThanTheModel() throws IOException {
        BpeVocabulary larger = BpeTrainer.train(List.of("a parcel a parcel a parcel"), 264);
        larger.write(source);
        assertThat(larger.size()).isGreaterThan(261);
        refuse(source, "tokenizer.json", "it has " + larger.size() + " tokens but the model has 261");
    }

    @Test
    void shouldTakeAModelWhoseVocabularyIsPaddedBeyondTheTokenizers() throws IOException {
        String config = family.config().replace("\"vocab_size\":261", "\"vocab_size\":272");
        new FamilyCase("padded", config).write(source, 3);

        assertThat(ModelDirectory.check(source).vocabularySize()).isEqualTo(272);
        ModelDirectory.copy(source, target, 32);
        assertThat(ModelDirectory.check(target).vocabularySize()).isEqualTo(272);
    }

    @Test
    void shouldRefuseWhenTheChatFormatIsNotKnownOrNamesTokensThatAreNotThere() throws IOException {
        Path file = source.resolve("tokenizer_config.json");
        Files.writeString(file, "{\"chat_template\":\"{{ messages }}\"}");
        refuse(source, "tokenizer_config.json", "is not one of the known ones");
        Files.writeString(file, "{\"thumbstream_chat\":\"chatml\"}");
        refuse(source, "tokenizer_config.json", "There is no special token <|im_end|>");
    }

    private static void refuse(Path model, String file, String problem) {
        assertThatThrownBy(() -> ModelDirectory.check(model))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining(model.resolve(file).getFileName().toString())
                .hasMessageContaining(problem);
    }

    /** Rewrites the weights of the source. */
    private void alter(Consumer<Map<String, TensorData>> change, Map<String, String> metadata) throws IOException {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        try (Safetensors file = Safetensors.open(source.resolve(WEIGHTS))) {
            for (String name : file.names()) {
                FloatBuffer mapped = file.floats(name, file.shape(name));
                float[] values = new float[mapped.remaining()];
                mapped.get(values);
                tensors.put(name, TensorData.of(file.shape(name), values));
            }
        }
        change.accept(tensors);
        Files.delete(source.resolve(WEIGHTS));
        Safetensors.write(source.resolve(WEIGHTS), tensors, metadata);
    }

    private static TensorData required(Map<String, TensorData> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static long shards(Path directory) throws IOException {
        return names(directory).stream()
                .filter(name -> name.startsWith("model-"))
                .count();
    }
}
