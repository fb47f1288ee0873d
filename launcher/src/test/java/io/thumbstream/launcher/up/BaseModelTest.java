package io.thumbstream.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.lm.LmConfigFile;
import io.thumbstream.model.lm.LmFamily;
import io.thumbstream.model.lm.LoraAdapter;
import io.thumbstream.model.lm.LoraSettings;
import io.thumbstream.model.lm.ParamSet;
import io.thumbstream.model.lm.RotaryScaling;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.text.BpeTrainer;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseModelTest {
    private static final LmConfig QWEN3 = new LmConfig(
            270, 16, 1, 4, 2, 24, 64, 1000, 1e-6, true, 6, LmFamily.QWEN3, false, new RotaryScaling.Linear(2));

    /** Rank 2 and alpha 3, so that what is added is multiplied by 1.5. */
    private static final LoraSettings LORA = new LoraSettings(2, 3, List.of("q_proj"));

    private static final String ADAPTED = "model.layers.0.self_attn.q_proj";

    @TempDir
    Path directory = Path.of("set by the test framework");

    private Path checkpoint = Path.of("unset");
    private Path data = Path.of("unset");

    @BeforeEach
    void prepare() {
        Grad.prepareThread();
        checkpoint = directory.resolve("checkpoint");
        data = directory.resolve("data");
    }

    @Test
    void shouldBecomeVersionZeroWhenADirectoryIsGiven() throws IOException {
        String digest = write(QWEN3, 5);

        Path installed = BaseModel.install(data, "support", settings(""));

        assertThat(installed).isEqualTo(data.resolve("models/policy-support/v00000000"));
        assertThat(LmConfigFile.read(installed)).isEqualTo(QWEN3.withContext(32));
        assertThat(installed.resolve("tokenizer.json")).exists();
        try (CausalLm model = CausalLm.load(installed, Device.cpu())) {
            assertThat(model.parameters().digest()).isEqualTo(digest);
        }
        assertThat(BaseModel.install(data, "support", settings(""))).isEqualTo(installed);
    }

    @Test
    void shouldRefuseWhenTheDataDirectoryBeganWithAnotherModel() throws IOException {
        Path shipped = BaseModel.install(data, "support", BaseModelSettings.defaults());
        String unused = write(QWEN3, 5);

        assertThatThrownBy(() -> BaseModel.install(data, "support", settings("")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(shipped.toString())
                .hasMessageContaining("another data-dir");
    }

    @Test
    void shouldRefuseBeforeAnythingIsWrittenWhenTheDirectoryIsNoModel() {
        assertThatThrownBy(() -> BaseModel.install(data, "support", settings("")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("base-model.directory cannot be used")
                .hasMessageContaining(checkpoint.toString());
        assertThat(data).doesNotExist();
        assertThatThrownBy(() -> new BaseModelSettings("", "", 8)).hasMessageContaining("base-model.context is 8");
    }

    @Test
    void shouldBeModelAndAdapterAddedUpWhenAnAdapterIsGiven() throws IOException {
        String unused = write(QWEN3, 5);
        Path adapter = adapter("given", QWEN3, 0.1f);

        Path installed = BaseModel.install(data, "support", settings(adapter.toString()));

        assertThat(BaseModel.install(data, "support", settings(adapter.toString())))
                .isEqualTo(installed);
        assertThat(installed.resolve("tokenizer.json")).exists();
        assertThat(LmConfigFile.read(installed)).isEqualTo(QWEN3.withContext(32));
        try (CausalLm model = CausalLm.load(checkpoint, Device.cpu());
                CausalLm sum = CausalLm.load(installed, Device.cpu());
                LoraAdapter added = LoraAdapter.load(adapter, QWEN3, Device.cpu())) {
            for (String name : model.parameters().names()) {
                if (!name.equals(ADAPTED + ".weight")) {
                    assertThat(floats(sum.parameters(), name)).as(name).isEqualTo(floats(model.parameters(), name));
                }
            }
            float[] before = floats(model.parameters(), ADAPTED + ".weight");
            float[] down = floats(added.parameters(), "base_model.model." + ADAPTED + ".lora_A.weight");
            float[] up = floats(added.parameters(), "base_model.model." + ADAPTED + ".lora_B.weight");
            float[] expected = new float[before.length];
            for (int i = 0; i < expected.length; i++) {
                int out = i / 16;
                int in = i % 16;
                expected[i] = before[i] + 1.5f * (up[2 * out] * down[in] + up[2 * out + 1] * down[16 + in]);
            }
            assertThat(expected).isNotEqualTo(before);
            assertThat(floats(sum.parameters(), ADAPTED + ".weight")).containsExactly(expected, within(1e-6f));
        }
    }

    @Test
    void shouldRefuseWhenTheDataDirectoryBeganWithAnotherAdapterOrNone() throws IOException {
        String unused = write(QWEN3, 5);
        String given = adapter("given", QWEN3, 0.1f).toString();
        String other = adapter("other", QWEN3, 0.2f).toString();
        Path with = BaseModel.install(data, "with", settings(given));
        Path without = BaseModel.install(data, "without", settings(""));

        assertThatThrownBy(() -> BaseModel.install(data, "with", settings(other)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "base-model.adapter is " + other + " but " + with + " began with another adapter");
        assertThatThrownBy(() -> BaseModel.install(data, "with", settings("")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("base-model.adapter is empty but " + with + " began with an adapter;");
        assertThatThrownBy(() -> BaseModel.install(data, "without", settings(given)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(without + " began without an adapter");
    }

    @Test
    void shouldRefuseBeforeAnythingIsWrittenWhenTheAdapterDoesNotFit() throws IOException {
        String unused = write(QWEN3, 5);
        LmConfig wider = new LmConfig(
                270, 32, 1, 4, 2, 24, 64, 1000, 1e-6, true, 6, LmFamily.QWEN3, false, new RotaryScaling.Linear(2));
        String foreign = adapter("foreign", wider, 0.1f).toString();
        String missing = directory.resolve("nowhere").toString();

        assertThatThrownBy(() -> BaseModel.install(data, "support", settings(foreign)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("base-model.adapter cannot be used")
                .hasMessageContaining("adapter_model.safetensors")
                .hasMessageContaining(
                        "tensor base_model.model." + ADAPTED + ".lora_A.weight has shape [2, 32] instead of [2, 16]");
        assertThatThrownBy(() -> BaseModel.install(data, "support", settings(missing)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("adapter_config.json")
                .hasMessageContaining("the file is missing");
        assertThat(data).doesNotExist();
        assertThatThrownBy(() -> new BaseModelSettings("", foreign, 32))
                .hasMessageContaining("base-model.directory is empty");
    }

    private BaseModelSettings settings(String adapter) {
        return new BaseModelSettings(checkpoint.toString(), adapter, 32);
    }

    private static float[] floats(ParamSet parameters, String name) {
        return parameters.get(name).toFloatArray();
    }

    /** An adapter whose B holds whole numbers from -2 to 2 times {@code step}. */
    private Path adapter(String name, LmConfig config, float step) throws IOException {
        Path folder = directory.resolve(name);
        try (LoraAdapter made = LoraAdapter.create(LORA, config, 7, Device.cpu())) {
            NDArray up = made.parameters().get("base_model.model." + ADAPTED + ".lora_B.weight");
            float[] values = new float[Math.toIntExact(up.size())];
            for (int i = 0; i < values.length; i++) {
                values[i] = (i % 5 - 2) * step;
            }
            up.set(values);
            made.save(folder, "somewhere/model");
        }
        return folder;
    }

    private String write(LmConfig config, long seed) throws IOException {
        Files.createDirectories(checkpoint);
        BpeTrainer.train(List.of("a parcel"), 261).write(checkpoint);
        try (CausalLm model = CausalLm.create(config, seed, Device.cpu())) {
            model.save(checkpoint);
            return model.parameters().digest();
        }
    }
}
