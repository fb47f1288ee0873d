package io.thumbstream.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.lm.LmConfigFile;
import io.thumbstream.model.lm.LmFamily;
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

        Path installed = BaseModel.install(data, "support", new BaseModelSettings(checkpoint.toString(), 32));

        assertThat(installed).isEqualTo(data.resolve("models/policy-support/v00000000"));
        assertThat(LmConfigFile.read(installed)).isEqualTo(QWEN3.withContext(32));
        assertThat(installed.resolve("tokenizer.json")).exists();
        try (CausalLm model = CausalLm.load(installed, Device.cpu())) {
            assertThat(model.parameters().digest()).isEqualTo(digest);
        }
        assertThat(BaseModel.install(data, "support", new BaseModelSettings(checkpoint.toString(), 32)))
                .isEqualTo(installed);
    }

    @Test
    void shouldRefuseWhenTheDataDirectoryBeganWithAnotherModel() throws IOException {
        Path shipped = BaseModel.install(data, "support", BaseModelSettings.defaults());
        String unused = write(QWEN3, 5);

        assertThatThrownBy(() -> BaseModel.install(data, "support", new BaseModelSettings(checkpoint.toString(), 32)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(shipped.toString())
                .hasMessageContaining("another data-dir");
    }

    @Test
    void shouldRefuseBeforeAnythingIsWrittenWhenTheDirectoryIsNoModel() {
        assertThatThrownBy(() -> BaseModel.install(data, "support", new BaseModelSettings(checkpoint.toString(), 32)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("base-model.directory cannot be used")
                .hasMessageContaining(checkpoint.toString());
        assertThat(data).doesNotExist();
        assertThatThrownBy(() -> new BaseModelSettings("", 8)).hasMessageContaining("base-model.context is 8");
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
