package io.thumbstream.generator.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.thumbstream.generator.TinyPolicy;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LoraAdapter;
import io.thumbstream.model.lm.LoraSettings;
import io.thumbstream.model.sample.PolicySnapshot;
import io.thumbstream.model.tensor.Grad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions share the weights of the first policy exactly when they are these weights and an adapter. */
class SharedBaseTest {
    private static final int SEED = 5;

    private final SharedBase base = new SharedBase(new PolicyLoader(Device.cpu()), Device.cpu());

    @TempDir
    Path models = Path.of("set by the test framework");

    @BeforeEach
    void prepare() throws IOException {
        Grad.prepareThread();
        try (CausalLm first = TinyPolicy.model(SEED)) {
            first.save(models.resolve("v00000000"));
        }
    }

    @AfterEach
    void close() {
        base.close();
    }

    @Test
    void shouldServeTheFirstPolicyFromTheOneCopyOfIt() throws IOException {
        PolicySnapshot snapshot = base.load(manifest(0));
        CausalLm first = base.first().orElseThrow().model();

        assertThat(snapshot.model()).isSameAs(first);
        assertThat(snapshot.version()).isZero();
        snapshot.release();
        assertThat(values(first)).as("still there").isNotEmpty();
    }

    @Test
    void shouldServeAVersionWithAnAdapterOnTheWeightsOfTheFirst() throws IOException {
        adapted(1, unused -> {});

        PolicySnapshot snapshot = base.load(manifest(1));

        assertThat(snapshot.model().adapter()).isPresent();
        assertThat(snapshot.model().parameters())
                .isSameAs(base.first().orElseThrow().model().parameters());
        assertServes(snapshot, 1);
        snapshot.release();
        assertThat(values(base.first().orElseThrow().model()))
                .as("seed %d: adapters come and go", SEED)
                .usingRecursiveComparison()
                .isEqualTo(own(0));
    }

    @Test
    void shouldHoldAVersionWholeWhenItsAdapterIsAnother() throws IOException {
        adapted(1, SharedBaseTest::raise);

        PolicySnapshot snapshot = base.load(manifest(1));

        assertThat(snapshot.model().adapter()).isEmpty();
        assertServes(snapshot, 1);
        snapshot.release();
    }

    @Test
    void shouldHoldAVersionWholeWhenItHasNoAdapterOrOneThatCannotBeRead() throws IOException {
        for (boolean damaged : new boolean[] {false, true}) {
            try (CausalLm learned = TinyPolicy.model(SEED + 1)) {
                learned.save(models.resolve("v00000002"));
            }
            if (damaged) {
                Path folder = Files.createDirectory(models.resolve("v00000002/adapter"));
                Files.writeString(folder.resolve("adapter_config.json"), "{");
            }

            PolicySnapshot snapshot = base.load(manifest(2));

            assertThat(snapshot.model().adapter()).isEmpty();
            assertServes(snapshot, 2);
            snapshot.release();
        }
    }

    @Test
    void shouldRefuseAVersionWhenTheFirstPolicyIsGone() throws IOException {
        adapted(1, unused -> {});
        Files.delete(models.resolve("v00000000/model.safetensors"));

        assertThatThrownBy(() -> base.load(manifest(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("v00000000")
                .hasMessageContaining("generator.reference-log-probs.enabled");
        assertThat(base.first()).isEmpty();
    }

    /** Writes whole weights and, below them, the adapter that they hold, changed by {@code change} before it is written. */
    private void adapted(int version, Consumer<LoraAdapter> change) throws IOException {
        Path directory = directory(version);
        try (CausalLm first = TinyPolicy.model(SEED)) {
            LoraAdapter adapter = LoraAdapter.create(LoraSettings.defaults(), first.config(), SEED, Device.cpu());
            raise(adapter);
            try (CausalLm model = first.withAdapter(adapter)) {
                model.save(directory);
                change.accept(adapter);
                adapter.save(directory.resolve(LoraAdapter.FOLDER), "v00000000");
            }
        }
    }

    /** A fresh adapter changes nothing. */
    private static void raise(LoraAdapter adapter) {
        for (NDArray array : adapter.parameters().arrays()) {
            array.addi(0.05f);
        }
    }

    private PolicyManifest manifest(int version) throws IOException {
        Path directory = directory(version);
        return new PolicyManifest(version, directory, Digests.ofFile(directory.resolve(CausalLm.WEIGHTS)));
    }

    private Path directory(int version) {
        return models.resolve("v0000000" + version);
    }

    private void assertServes(PolicySnapshot snapshot, int version) throws IOException {
        assertThat(snapshot.version()).isEqualTo(version);
        List<float[]> served = values(snapshot.model());
        assertThat(served)
                .as("seed %d: the weights of its file", SEED)
                .usingRecursiveComparison()
                .isEqualTo(own(version));
        assertThat(served.get(0)).isNotEmpty();
    }

    /** The weights of a version as they lie in its file. */
    private List<float[]> own(int version) throws IOException {
        try (CausalLm model = CausalLm.load(directory(version), Device.cpu())) {
            return values(model);
        }
    }

    /** What a decoder reads. */
    private static List<float[]> values(CausalLm model) {
        try (NDManager scratch = NDManager.newBaseManager(Device.cpu())) {
            return model.mergedParameters(scratch).stream()
                    .filter(array -> array.size() > 0)
                    .map(NDArray::toFloatArray)
                    .toList();
        }
    }
}
