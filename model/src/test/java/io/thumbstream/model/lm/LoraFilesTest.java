package io.thumbstream.model.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.model.checkpoint.CorruptFileException;
import io.thumbstream.model.checkpoint.Safetensors;
import io.thumbstream.model.checkpoint.TensorData;
import io.thumbstream.model.tensor.Grad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adapter directories: sound ones written and read again in PEFT's names, and damaged or foreign ones refused. */
class LoraFilesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONFIG_FILE = "adapter_config.json";
    private static final String WEIGHTS = "adapter_model.safetensors";
    private static final String FIRST = "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight";
    private static final LmConfig CONFIG = TinyModels.config(1, false);
    private static final LoraSettings SETTINGS = new LoraSettings(2, 3, List.of("q_proj", "down_proj"));

    @TempDir
    Path directory = Path.of("set by the test framework");

    private String digest = "";

    @BeforeEach
    void write() throws IOException {
        Grad.prepareThread();
        try (LoraAdapter adapter = Adapters.drawn(SETTINGS, CONFIG, 31)) {
            adapter.save(directory, "models/base");
            digest = adapter.parameters().digest();
        }
    }

    @Test
    void shouldBeTheSameWhenSavedAndLoaded() throws IOException {
        try (LoraAdapter loaded = LoraAdapter.load(directory, CONFIG, Device.cpu());
                LoraAdapter copy = loaded.copy()) {
            assertThat(loaded.settings()).isEqualTo(SETTINGS);
            assertThat(loaded.parameters().digest()).isEqualTo(digest);
            assertThat(copy.parameters().digest()).isEqualTo(digest);
        }
    }

    @Test
    void shouldUsePeftsNamesAndShapesWhenSaved() throws IOException {
        JsonNode config = JSON.readTree(Files.readString(directory.resolve(CONFIG_FILE)));
        assertThat(config.path("peft_type").asText()).isEqualTo("LORA");
        assertThat(config.path("task_type").asText()).isEqualTo("CAUSAL_LM");
        assertThat(config.path("base_model_name_or_path").asText()).isEqualTo("models/base");
        assertThat(config.path("r").asInt()).isEqualTo(2);
        assertThat(config.path("lora_alpha").isInt()).isTrue();
        assertThat(config.path("lora_alpha").asInt()).isEqualTo(3);
        assertThat(config.path("bias").asText()).isEqualTo("none");
        assertThat(config.path("target_modules").toString()).isEqualTo("[\"q_proj\",\"down_proj\"]");
        try (Safetensors file = Safetensors.open(directory.resolve(WEIGHTS))) {
            assertThat(file.names())
                    .containsExactlyInAnyOrder(
                            FIRST,
                            "base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight",
                            "base_model.model.model.layers.0.mlp.down_proj.lora_A.weight",
                            "base_model.model.model.layers.0.mlp.down_proj.lora_B.weight",
                            "base_model.model.model.layers.1.self_attn.q_proj.lora_A.weight",
                            "base_model.model.model.layers.1.self_attn.q_proj.lora_B.weight",
                            "base_model.model.model.layers.1.mlp.down_proj.lora_A.weight",
                            "base_model.model.model.layers.1.mlp.down_proj.lora_B.weight");
            assertThat(file.shape(FIRST)).containsExactly(2, 8);
            assertThat(file.shape("base_model.model.model.layers.1.mlp.down_proj.lora_A.weight"))
                    .containsExactly(2, 12);
            assertThat(file.shape("base_model.model.model.layers.1.mlp.down_proj.lora_B.weight"))
                    .containsExactly(8, 2);
            assertThat(file.metadata()).containsEntry("format", "pt");
        }
    }

    @Test
    void shouldReadWhatPeftWritesBesides() throws IOException {
        edit(fields -> fields.put("lora_alpha", 1.5)
                .put("lora_dropout", 0.05)
                .put("init_lora_weights", "gaussian")
                .putNull("modules_to_save")
                .putNull("task_type")
                .putObject("loftq_config"));
        try (LoraAdapter loaded = LoraAdapter.load(directory, CONFIG, Device.cpu())) {
            assertThat(loaded.settings().scale()).isEqualTo(0.75);
            assertThat(loaded.parameters().digest()).isEqualTo(digest);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "peft_type; 'IA3'; field peft_type is \"IA3\" but only LORA",
                "task_type; 'SEQ_CLS'; only CAUSAL_LM is computed",
                "bias; 'all'; only none is computed",
                "use_dora; true; field use_dora is true but only false",
                "use_rslora; true; field use_rslora is true",
                "fan_in_fan_out; true; field fan_in_fan_out is true",
                "rank_pattern; {'q_proj':4}; field rank_pattern is {\"q_proj\":4} but only null",
                "modules_to_save; ['lm_head']; field modules_to_save",
                "kasa_config; {'beta':0.1}; field kasa_config is {\"beta\":0.1} but only null",
                "use_bdlora; {'nblocks':2}; field use_bdlora",
                "layers_to_transform; 0; field layers_to_transform is 0",
                "init_lora_weights; 'pissa'; only true, false or gaussian",
                "target_modules; 'all-linear'; only a list of names is computed",
                "target_modules; ['q_proj','lm_head']; The targets of an adapter are [q_proj, lm_head]",
                "r; 0; The rank of an adapter is 0",
                "r; 'two'; field r is \"two\" but must be a whole number",
                "lora_alpha; null; field lora_alpha is null but must be a number",
            })
    void shouldRefuseByFieldWhenTheAdapterIsOfAnotherKind(String field, String value, String problem)
            throws IOException {
        JsonNode node = JSON.readTree(value.replace('\'', '"'));
        edit(fields -> fields.set(field, node));

        refuse(CONFIG, CONFIG_FILE, problem);
    }

    @Test
    void shouldRefuseWhenTheBaseHasOtherShapesOrLayers() {
        refuse(
                new LmConfig(11, 16, 2, 2, 1, 12, 16, 10_000, 1e-6, false),
                WEIGHTS,
                "tensor " + FIRST + " has shape [2, 8] instead of [2, 16]");
        refuse(
                new LmConfig(11, 8, 3, 2, 1, 12, 16, 10_000, 1e-6, false),
                WEIGHTS,
                "there is no tensor base_model.model.model.layers.2.self_attn.q_proj.lora_A.weight of shape [2, 8]");
        refuse(
                new LmConfig(11, 8, 1, 2, 1, 12, 16, 10_000, 1e-6, false),
                WEIGHTS,
                "there are 4 tensors that the base or the targets of the adapter have no place for, such as"
                        + " [base_model.model.model.layers.1.");
    }

    @Test
    void shouldRefuseWhenATensorIsMissingOrOneTooMany() throws IOException {
        alter(tensors -> tensors.remove(FIRST));
        refuse(CONFIG, WEIGHTS, "there is no tensor " + FIRST + " of shape [2, 8]");
        write();
        alter(tensors -> tensors.put("base_model.model.lm_head.weight", TensorData.of(new long[] {1}, new float[1])));
        refuse(CONFIG, WEIGHTS, "there are 1 tensors that the base");
    }

    @Test
    void shouldRefuseWhenAValueIsNotFinite() throws IOException {
        alter(tensors -> {
            float[] values = new float[16];
            values[3] = Float.NaN;
            tensors.put(FIRST, TensorData.of(new long[] {2, 8}, values));
        });
        refuse(CONFIG, WEIGHTS, "tensor " + FIRST + " holds NaN at element 3");
    }

    @Test
    void shouldRefuseWhenAFileIsMissingOrNoJson() throws IOException {
        Files.delete(directory.resolve(WEIGHTS));
        refuse(CONFIG, WEIGHTS, "the file is missing");
        Files.writeString(directory.resolve(CONFIG_FILE), "{");
        refuse(CONFIG, CONFIG_FILE, "it is not JSON");
        Files.delete(directory.resolve(CONFIG_FILE));
        refuse(CONFIG, CONFIG_FILE, "the file is missing; an adapter directory holds it beside " + WEIGHTS);
    }

    @Test
    void shouldCheckNamesAndShapesWhenValuesAreNotRead() throws IOException {
        LoraAdapter.check(directory, CONFIG);
        String before = LoraAdapter.digest(directory);
        LmConfig wider = new LmConfig(11, 16, 2, 2, 1, 12, 16, 10_000, 1e-6, false);
        assertThatThrownBy(() -> LoraAdapter.check(directory, wider))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("tensor " + FIRST + " has shape [2, 8] instead of [2, 16]");

        edit(fields -> fields.put("lora_dropout", 0.1));
        assertThat(LoraAdapter.digest(directory)).as("of no use here").isEqualTo(before);
        edit(fields -> fields.put("lora_alpha", 4));
        assertThat(LoraAdapter.digest(directory)).as("another strength").isNotEqualTo(before);
        edit(fields -> fields.put("lora_alpha", 3));
        alter(tensors -> tensors.put(FIRST, TensorData.of(new long[] {2, 8}, new float[16])));
        assertThat(LoraAdapter.digest(directory)).as("other values").isNotEqualTo(before);

        edit(fields -> fields.put("peft_type", "IA3"));
        assertThatThrownBy(() -> LoraAdapter.check(directory, CONFIG)).hasMessageContaining("only LORA");
        Files.delete(directory.resolve(WEIGHTS));
        edit(fields -> fields.put("peft_type", "LORA"));
        assertThatThrownBy(() -> LoraAdapter.check(directory, CONFIG)).hasMessageContaining("the file is missing");
    }

    private void refuse(LmConfig config, String file, String problem) {
        assertThatThrownBy(() -> LoraAdapter.load(directory, config, Device.cpu()))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining(directory.resolve(file).toString())
                .hasMessageContaining(problem);
    }

    private void edit(Consumer<ObjectNode> change) throws IOException {
        ObjectNode fields = (ObjectNode) JSON.readTree(Files.readString(directory.resolve(CONFIG_FILE)));
        change.accept(fields);
        Files.writeString(directory.resolve(CONFIG_FILE), fields.toString());
    }

    private void alter(Consumer<Map<String, TensorData>> change) throws IOException {
        Map<String, TensorData> tensors;
        try (LoraAdapter adapter = LoraAdapter.load(directory, CONFIG, Device.cpu())) {
            tensors = new LinkedHashMap<>(adapter.parameters().tensors());
        }
        assertThat(Objects.requireNonNull(tensors.get(FIRST)).elements()).isEqualTo(new Shape(2, 8).size());
        change.accept(tensors);
        Files.delete(directory.resolve(WEIGHTS));
        Safetensors.write(directory.resolve(WEIGHTS), tensors, Map.of());
    }
}
