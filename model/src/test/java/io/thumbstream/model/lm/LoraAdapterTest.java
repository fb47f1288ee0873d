package io.thumbstream.model.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.checkpoint.Safetensors;
import io.thumbstream.model.optim.AdamW;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.StepScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Semantics locked here: what an adapter computes, what it starts from, what it leaves alone, and how it is merged. */
class LoraAdapterTest {
    private static final int[][] PROMPTS = {{3, 7, 2}, {4}};
    private static final int[][] RESPONSES = {{8, 1}, {2, 10, 3, 1}};
    private static final LmConfig CONFIG = TinyModels.config(1, false);

    private final NDManager root = NDManager.newBaseManager(Device.cpu());

    @BeforeEach
    void prepare() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        root.close();
    }

    private static LoraSettings settings(int rank, double alpha, String... targets) {
        return new LoraSettings(rank, alpha, targets.length == 0 ? LoraTarget.words() : List.of(targets));
    }

    @Test
    void shouldAddTheScaledProductByHandWhenOnlyValuesAndOutputsAreAdapted() {
        LmConfig config = new LmConfig(3, 2, 1, 1, 1, 2, 4, 10_000, 1e-6, false);
        LoraAdapter adapter = LoraAdapter.create(settings(1, 2, "v_proj", "o_proj"), config, 1, Device.cpu());
        try (CausalLm base = CausalLm.create(config, 1, Device.cpu());
                CausalLm model = base.withAdapter(adapter);
                StepScope step = StepScope.open(root)) {
            // with every projection silenced, only the adapters write into the residual stream
            base.parameters().names().stream()
                    .filter(name -> name.contains("proj"))
                    .forEach(name -> base.parameters().get(name).muli(0));
            base.parameters().get("model.embed_tokens.weight").set(new float[] {5, 5, 5, 5, 5, 5});
            base.parameters().get("lm_head.weight").set(new float[] {1, 0, 0, 2, 0, 0});
            set(adapter, "v_proj.lora_A", 1, 0);
            set(adapter, "v_proj.lora_B", 0.5f, 0);
            set(adapter, "o_proj.lora_A", 3, 1);
            set(adapter, "o_proj.lora_B", 1, 2);

            float[] logits = model.logits(step.manager(), step.manager().create(new long[] {0}, new Shape(1, 1)))
                    .toFloatArray();

            // h = [1, 1]; v = 2 [0.5, 0] (1) = [1, 0]; o = 2 [1, 2] (3) = [6, 12]; state [11, 17] over its root mean
            // square
            double rms = Math.sqrt((11 * 11 + 17 * 17) / 2.0);
            assertThat(logits).containsExactly(new float[] {(float) (11 / rms), (float) (34 / rms), 0}, within(1e-5f));
        }
    }

    private static void set(LoraAdapter adapter, String matrix, float... values) {
        adapter.parameters()
                .get("base_model.model.model.layers.0.self_attn." + matrix + ".weight")
                .set(values);
    }

    @Test
    void shouldChangeNothingWhenItIsFresh() {
        try (CausalLm base = TinyModels.create(CONFIG, 5);
                CausalLm model =
                        base.withAdapter(LoraAdapter.create(LoraSettings.defaults(), CONFIG, 6, Device.cpu()));
                StepScope step = StepScope.open(root)) {
            assertThat(model.logProbs(step.manager(), PROMPTS, RESPONSES)
                            .logProbs()
                            .toFloatArray())
                    .isEqualTo(base.logProbs(step.manager(), PROMPTS, RESPONSES)
                            .logProbs()
                            .toFloatArray());
            assertThat(model.parameters()).as("one copy of the base").isSameAs(base.parameters());
        }
    }

    @Test
    void shouldDrawAUniformlyAndTheSameWhateverElseIsAdapted() {
        LmConfig config = new LmConfig(11, 64, 2, 2, 2, 96, 16, 10_000, 1e-6, false);
        String a = "base_model.model.model.layers.1.self_attn.v_proj.lora_A.weight";
        try (LoraAdapter all = LoraAdapter.create(settings(8, 16), config, 7, Device.cpu());
                LoraAdapter one = LoraAdapter.create(settings(8, 16, "v_proj"), config, 7, Device.cpu());
                LoraAdapter other = LoraAdapter.create(settings(8, 16), config, 8, Device.cpu())) {
            float[] drawn = all.parameters().get(a).toFloatArray();

            assertThat(one.parameters().get(a).toFloatArray()).isEqualTo(drawn);
            assertThat(other.parameters().get(a).toFloatArray()).isNotEqualTo(drawn);
            assertThat(all.parameters().get(a.replace("layers.1", "layers.0")).toFloatArray())
                    .isNotEqualTo(drawn);
            double bound = 1 / Math.sqrt(64);
            double mean = 0;
            double square = 0;
            for (float value : drawn) {
                assertThat((double) value).isBetween(-bound, bound);
                mean += value / (double) drawn.length;
                square += value * value / (double) drawn.length;
            }
            // of 512 draws; four standard errors
            assertThat(mean).isCloseTo(0, within(4 * bound / Math.sqrt(3 * 512)));
            assertThat(square).isCloseTo(bound * bound / 3, within(4 * bound * bound * 0.3 / Math.sqrt(512)));
            assertThat(all.parameters().get(a.replace("lora_A", "lora_B")).toFloatArray())
                    .containsOnly(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"q_proj,k_proj,v_proj,o_proj,gate_proj,up_proj,down_proj", "q_proj,v_proj", "down_proj"})
    void shouldAnswerTheSameWhenMerged(String targets) {
        LoraSettings settings = settings(3, 4, targets.split(",", -1));
        try (CausalLm base = TinyModels.create(CONFIG, 9);
                CausalLm model = base.withAdapter(Adapters.drawn(settings, CONFIG, 10));
                CausalLm merged = model.copy();
                StepScope step = StepScope.open(root)) {
            NDArray ids = step.manager().create(new long[] {1, 4, 2, 9, 10, 3}, new Shape(2, 3));
            float[] adapted = model.logits(step.manager(), ids).toFloatArray();

            assertThat(merged.logits(step.manager(), ids).toFloatArray()).containsExactly(adapted, within(1e-5f));
            assertThat(base.logits(step.manager(), ids).toFloatArray()).isNotEqualTo(adapted);
            assertThat(merged.adapter()).isEmpty();
        }
    }

    @Test
    void shouldWriteTheMergedWeightsWhenTheModelIsSaved(@TempDir Path directory) throws IOException {
        try (CausalLm base = TinyModels.create(CONFIG, 11);
                CausalLm model = base.withAdapter(Adapters.drawn(settings(2, 4), CONFIG, 12));
                CausalLm merged = model.copy()) {
            model.save(directory.resolve("one"));
            model.save(directory.resolve("shards"), 2_000);
            for (String form : List.of("one", "shards")) {
                try (CausalLm loaded = CausalLm.load(directory.resolve(form), Device.cpu())) {
                    assertThat(loaded.parameters().digest())
                            .isEqualTo(merged.parameters().digest())
                            .isNotEqualTo(base.parameters().digest());
                }
            }
        }
    }

    @Test
    void shouldTrainAndRememberTheAdapterAloneWhenAStepIsTaken(@TempDir Path directory) throws IOException {
        try (CausalLm base = TinyModels.create(CONFIG, 13);
                CausalLm model = base.withAdapter(LoraAdapter.create(settings(2, 4), CONFIG, 14, Device.cpu()))) {
            String before = base.parameters().digest();
            String fresh = model.trained().digest();
            model.trained().requireGrad(true);
            try (AdamW optimizer = new AdamW(model.trained(), AdamW.Settings.defaults())) {
                double first = step(model, optimizer);
                double last = first;
                for (int i = 0; i < 30; i++) {
                    last = step(model, optimizer);
                }
                assertThat(last).as("loss, %s at first", first).isLessThan(0.8 * first);
                optimizer.save(directory.resolve("moments"));
            }
            assertThat(base.parameters().digest()).isEqualTo(before);
            assertThat(model.trained().digest()).isNotEqualTo(fresh);
            try (Safetensors moments = Safetensors.open(directory.resolve("moments"))) {
                assertThat(moments.names())
                        .containsExactlyInAnyOrderElementsOf(model.trained().names().stream()
                                .flatMap(name -> Stream.of("m/" + name, "v/" + name, "t/" + name))
                                .toList());
            }
        }
    }

    private double step(CausalLm model, AdamW optimizer) {
        try (StepScope step = StepScope.open(root)) {
            double loss = Grad.enabled(() -> {
                NDArray mean = model.meanLoss(step.manager(), PROMPTS, RESPONSES);
                Grad.backward(mean);
                return (double) mean.getFloat();
            });
            assertThat(optimizer.step(1e-2, 0, 1)).isPositive().isFinite();
            return loss;
        }
    }

    @Test
    void shouldKeepTheNumberOfManagedArraysWhenManyPassesRun() {
        try (CausalLm base = TinyModels.create(CONFIG, 15);
                CausalLm model = base.withAdapter(Adapters.drawn(settings(2, 4), CONFIG, 16))) {
            model.trained().requireGrad(true);
            int[] managed = new int[8];
            for (int i = 0; i < managed.length; i++) {
                try (StepScope step = StepScope.open(root)) {
                    Grad.enabled(() -> Grad.backward(model.logProbs(step.manager(), PROMPTS, RESPONSES)
                            .logProbs()
                            .sum()));
                    model.mergedParameters(step.manager());
                }
                model.copy().close();
                managed[i] = root.getManagedArrays().size()
                        + base.parameters().managedArrays()
                        + model.trained().managedArrays();
            }
            assertThat(Arrays.stream(managed).distinct().count())
                    .as("%s", Arrays.toString(managed))
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldHaveAdaptersOfItsOwnWhenAReplicaIsMade() {
        try (CausalLm base = TinyModels.create(CONFIG, 17);
                CausalLm model = base.withAdapter(Adapters.drawn(settings(2, 4), CONFIG, 18));
                CausalLm replica = model.replica();
                CausalLm full = base.replica()) {
            assertThat(replica.parameters()).isSameAs(base.parameters());
            assertThat(replica.trained().digest()).isEqualTo(model.trained().digest());
            assertThat(replica.trained()).isNotSameAs(model.trained());
            assertThat(full.trained()).isNotSameAs(base.trained());
            assertThat(full.trained().digest()).isEqualTo(base.trained().digest());
        }
    }

    @Test
    void shouldRefuseWhenTheAdapterIsOfAnotherBaseOrOneIsThereAlready() {
        try (CausalLm base = TinyModels.create(CONFIG, 19);
                LoraAdapter wider = LoraAdapter.create(settings(2, 4), TinyModels.config(2, false), 1, Device.cpu());
                LoraAdapter deeper = LoraAdapter.create(
                        settings(2, 4), new LmConfig(11, 8, 3, 2, 1, 12, 16, 10_000, 1e-6, false), 1, Device.cpu());
                LoraAdapter fitting = LoraAdapter.create(settings(2, 4), CONFIG, 1, Device.cpu());
                CausalLm model = base.withAdapter(LoraAdapter.create(settings(2, 4), CONFIG, 2, Device.cpu()))) {
            assertThatThrownBy(() -> base.withAdapter(wider))
                    .hasMessageContaining("layers.0.self_attn.k_proj.lora_B.weight where the base has room for (4, 2)");
            assertThatThrownBy(() -> base.withAdapter(deeper))
                    .hasMessageContaining("has 42 matrices where the base has room for 28");
            assertThatThrownBy(() -> model.withAdapter(fitting)).hasMessageContaining("has an adapter already");
        }
    }

    @Test
    void shouldRefuseSettingsThatDescribeNoAdapter() {
        assertThatThrownBy(() -> settings(0, 16)).hasMessageContaining("rank of an adapter is 0");
        assertThatThrownBy(() -> settings(8, Double.NaN)).hasMessageContaining("alpha NaN");
        assertThatThrownBy(() -> settings(8, 16, "q_proj", "head")).hasMessageContaining("[q_proj, head]; name");
        assertThatThrownBy(() -> settings(8, 16, "q_proj", "q_proj")).hasMessageContaining("each once");
        assertThatThrownBy(() -> new LoraSettings(8, 16, List.of())).hasMessageContaining("at least one of q_proj");
        assertThat(settings(8, 16, "o_proj", "q_proj")).isEqualTo(settings(8, 16, "q_proj", "o_proj"));
    }
}
