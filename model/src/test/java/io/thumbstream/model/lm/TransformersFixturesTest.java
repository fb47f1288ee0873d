package io.thumbstream.model.lm;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.thumbstream.model.tensor.Grad;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checkpoints that transformers wrote, and what it computes from them. */
class TransformersFixturesTest {
    private final NDManager root = NDManager.newBaseManager(Device.cpu());

    @BeforeEach
    void prepare() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        root.close();
    }

    @Test
    void shouldKnowEveryCheckpointAndNoOther() throws IOException {
        assertThat(TransformersFixture.models())
                .extracting(TransformersFixture::name)
                .containsExactly(
                        "llama-linear-v4",
                        "llama-llama3",
                        "llama-plain",
                        "mistral",
                        "qwen2-dynamic-v4",
                        "qwen3-tied",
                        "qwen3-yarn");
    }

    @ParameterizedTest
    @MethodSource("io.thumbstream.model.lm.TransformersFixture#models")
    void shouldGiveTheNumbersOfTransformersWhenItsCheckpointIsLoaded(TransformersFixture fixture) throws IOException {
        assertThat(fixture.ids()).hasSize(24);
        assertThat(fixture.logits(0)).hasSize(64);
        assertThat(Arrays.stream(fixture.logits(0)).map(Math::abs).max().orElseThrow())
                .isGreaterThan(1);
        try (CausalLm model = fixture.load()) {
            fixture.require(root, model);
        }
    }

    @ParameterizedTest
    @MethodSource("io.thumbstream.model.lm.TransformersFixture#models")
    void shouldGiveTheSameNumbersWhenTwoThreadsReadOneModel(TransformersFixture fixture) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (CausalLm model = fixture.load()) {
            Callable<Boolean> read = () -> {
                Grad.prepareThread();
                try (NDManager own = NDManager.newBaseManager(Device.cpu())) {
                    for (int time = 0; time < 5; time++) {
                        fixture.require(own, model);
                    }
                }
                return true;
            };
            for (Future<Boolean> reader : threads.invokeAll(List.of(read, read))) {
                assertThat(reader.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void shouldCoverTypesFormsAndShardsOfFiles() throws IOException {
        for (TransformersFixture fixture : TransformersFixture.models()) {
            String type =
                    switch (fixture.name()) {
                        case "llama-llama3" -> "F16";
                        case "mistral", "qwen3-tied" -> "BF16";
                        default -> "F32";
                    };
            boolean older = fixture.name().endsWith("-v4");
            String config = Files.readString(fixture.directory().resolve("config.json"));
            assertThat(config.contains("\"rope_scaling\"")).as(fixture.name()).isEqualTo(older);
            assertThat(config.contains("\"rope_parameters\""))
                    .as(fixture.name())
                    .isNotEqualTo(older);
            List<Path> files;
            try (Stream<Path> all = Files.list(fixture.directory())) {
                files = all.filter(file -> file.toString().endsWith(".safetensors"))
                        .toList();
            }
            assertThat(files).as(fixture.name()).hasSize(fixture.name().equals("llama-linear-v4") ? 3 : 1);
            for (Path file : files) {
                String head = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(head).as(file.toString()).contains("\"dtype\":\"" + type + "\"");
            }
        }
    }
}
