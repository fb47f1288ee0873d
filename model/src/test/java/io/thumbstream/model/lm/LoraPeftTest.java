package io.thumbstream.model.lm;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.thumbstream.model.tensor.Grad;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Adapters that PEFT wrote, and what it computes with them. */
class LoraPeftTest {
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

    @Test
    void shouldKnowEveryAdapterAndNoOther() throws IOException {
        assertThat(TransformersFixture.adapters())
                .extracting(TransformersFixture::name)
                .containsExactly("llama-linear-v4", "qwen3-tied");
    }

    @ParameterizedTest
    @MethodSource("io.thumbstream.model.lm.TransformersFixture#adapters")
    void shouldGiveTheNumbersOfPeftWhenItsAdapterIsLoaded(TransformersFixture fixture) throws IOException {
        try (CausalLm base = fixture.base().load();
                LoraAdapter adapter = LoraAdapter.load(fixture.directory(), base.config(), Device.cpu())) {
            assertThat(adapter.settings()).isEqualTo(new LoraSettings(2, 3, LoraTarget.words()));
            try (CausalLm model = base.withAdapter(adapter.copy());
                    CausalLm merged = model.copy()) {
                fixture.require(root, model);
                fixture.require(root, merged);
            }
            fixture.base().require(root, base);
        }
    }

    @ParameterizedTest
    @MethodSource("io.thumbstream.model.lm.TransformersFixture#adapters")
    void shouldKeepEveryMatrixWhenAnAdapterOfPeftIsWrittenAgain(TransformersFixture fixture) throws IOException {
        LmConfig config = LmConfigFile.read(fixture.base().directory());
        try (LoraAdapter adapter = LoraAdapter.load(fixture.directory(), config, Device.cpu())) {
            adapter.save(directory, fixture.name());
            try (LoraAdapter again = LoraAdapter.load(directory, config, Device.cpu())) {
                assertThat(again.settings()).isEqualTo(adapter.settings());
                assertThat(again.parameters().digest())
                        .isEqualTo(adapter.parameters().digest());
            }
        }
    }
}
