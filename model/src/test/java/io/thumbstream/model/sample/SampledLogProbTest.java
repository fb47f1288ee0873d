package io.thumbstream.model.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.TokenBatch;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.StepScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the sampler reports against a recomputation from whole sequences. */
class SampledLogProbTest {
    private static final double TOLERANCE = 1e-4;
    private static final Map<Integer, Double> BIAS = Map.of(ByteTokenizer.FIRST + 'e', 3.0, 0, -100.0, 260, 2.5);

    private final PolicyHolder policies = new PolicyHolder();
    private final ByteTokenizer tokenizer = new ByteTokenizer();
    private final Collector collector = new Collector();

    @BeforeEach
    void publish() {
        Grad.prepareThread();
        policies.publish(Models.policy(1, 11));
    }

    @AfterEach
    void close() {
        policies.close();
    }

    @Test
    void shouldReportTheLearnersLogProbsWhenSamplingIsOnPolicy() {
        List<SampleRequest> requests = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            String prompt = "prompt of length ".substring(0, 1 + i);
            requests.add(request("r" + i, prompt, SamplingSettings.plain(20 + i), i));
        }
        run(requests);

        int[][] prompts = requests.stream().map(SampleRequest::prompt).toArray(int[][]::new);
        int[][] responses =
                requests.stream().map(r -> collector.sample(r.id()).tokens()).toArray(int[][]::new);
        PolicySnapshot policy = policies.acquire();
        try (NDManager manager = NDManager.newBaseManager();
                StepScope scope = StepScope.open(manager)) {
            TokenBatch recomputed = policy.model().logProbs(scope.manager(), prompts, responses);
            float[] logProbs = recomputed.logProbs().toFloatArray();
            float[] entropies = recomputed.entropy().toFloatArray();
            int time = (int) recomputed.logProbs().getShape().get(1);
            for (int row = 0; row < responses.length; row++) {
                Sample sample = collector.sample("r" + row);
                int from = row * time;
                assertThat(sample.logProbs())
                        .containsExactly(
                                Arrays.copyOfRange(logProbs, from, from + sample.length()), within((float) TOLERANCE));
                assertThat(sample.entropies())
                        .containsExactly(
                                Arrays.copyOfRange(entropies, from, from + sample.length()), within((float) TOLERANCE));
            }
        } finally {
            policy.release();
        }
    }

    static List<SamplingSettings> settings() {
        return List.of(
                SamplingSettings.plain(24),
                new SamplingSettings(0.6, 1, 0, 0, 0, 1, 24, List.of()),
                new SamplingSettings(1, 0.7, 0, 0, 0, 1, 24, List.of()),
                new SamplingSettings(1.3, 1, 5, 0, 0, 1, 24, List.of()),
                new SamplingSettings(1, 1, 0, 0.2, 0, 1, 24, List.of()),
                new SamplingSettings(0.8, 1, 0, 0, 0.3, 2.5, 24, List.of()),
                new SamplingSettings(0.9, 0.8, 12, 0.05, 0.2, 2, 24, List.of()),
                new SamplingSettings(0, 1, 0, 0, 0, 1, 24, List.of()),
                SamplingSettings.plain(24).withLogitBias(BIAS),
                new SamplingSettings(0.9, 0.8, 12, 0.05, 0.2, 2, 24, List.of()).withLogitBias(BIAS),
                new SamplingSettings(0, 1, 0, 0, 0, 1, 24, List.of()).withLogitBias(Map.of(40, 100.0)));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void shouldReportTheDistributionReallyDrawnFromWhenItIsReshaped(SamplingSettings settings) {
        // the other rows differ, so that every row must follow its own settings
        List<SampleRequest> requests = new ArrayList<>();
        requests.add(request("r", "some prompt", settings, 5));
        settings().forEach(other -> requests.add(request("o" + requests.size(), "another", other, requests.size())));
        run(requests);

        Sample sample = collector.sample("r");
        double[][] logits = logits(requests.get(0).prompt(), sample.tokens());
        for (int t = 0; t < sample.length(); t++) {
            double[] p = distribution(logits[t], settings);
            int token = sample.tokens()[t];
            assertThat((double) sample.logProbs()[t])
                    .as("token %d", t)
                    .isCloseTo(Math.log(p[token]), within(TOLERANCE));
            assertThat((double) sample.entropies()[t]).isCloseTo(entropy(p), within(TOLERANCE));
        }
    }

    private void run(List<SampleRequest> requests) {
        try (BatchSampler sampler = BatchSampler.of(policies, tokenizer, new SamplerSettings(8, 1, 64))) {
            requests.forEach(r -> collector.submit(sampler, r));
            Collector.runAll(sampler);
        }
        assertThat(collector.failures).isEmpty();
    }

    private SampleRequest request(String id, String prompt, SamplingSettings settings, long seed) {
        return new SampleRequest(id, tokenizer.encode(prompt), settings, seed, Priority.INTERACTIVE);
    }

    /** Logits before each response token, from one pass over the whole sequence. */
    private double[][] logits(int[] prompt, int[] response) {
        long[] ids = IntStream.concat(Arrays.stream(prompt), Arrays.stream(response))
                .asLongStream()
                .toArray();
        PolicySnapshot policy = policies.acquire();
        try (NDManager manager = NDManager.newBaseManager()) {
            CausalLm model = policy.model();
            NDArray all = model.logits(manager, manager.create(ids, new Shape(1, ids.length)));
            float[] flat = all.toFloatArray();
            double[][] rows = new double[response.length][Models.VOCABULARY];
            for (int t = 0; t < response.length; t++) {
                for (int v = 0; v < Models.VOCABULARY; v++) {
                    rows[t][v] = flat[(prompt.length - 1 + t) * Models.VOCABULARY + v];
                }
            }
            return rows;
        } finally {
            policy.release();
        }
    }

    /** The definition in {@link SamplingSettings}, written without tensors. */
    private static double[] distribution(double[] unbiased, SamplingSettings s) {
        double[] logits = unbiased.clone();
        s.logitBias().forEach((token, bias) -> logits[token] += bias);
        double[] p = softmax(logits, s.temperature() == 0 ? 1 : s.temperature());
        if (s.mixtureWeight() > 0) {
            double[] second = softmax(logits, s.mixtureTemperature());
            for (int v = 0; v < p.length; v++) {
                p[v] = (1 - s.mixtureWeight()) * p[v] + s.mixtureWeight() * second[v];
            }
        }
        Integer[] order = IntStream.range(0, p.length).boxed().toArray(Integer[]::new);
        double[] full = p.clone();
        Arrays.sort(order, Comparator.comparingDouble((Integer v) -> -full[v]));
        int kept = s.temperature() == 0 ? 1 : s.topK() == 0 ? p.length : s.topK();
        double before = 0;
        double sum = 0;
        for (int rank = 0; rank < p.length; rank++) {
            int v = order[rank];
            boolean keep = rank < kept && before < s.topP() && full[v] >= s.minP() * full[order[0]];
            before += full[v];
            p[v] = keep ? full[v] : 0;
            sum += p[v];
        }
        for (int v = 0; v < p.length; v++) {
            p[v] /= sum;
        }
        return p;
    }

    private static double[] softmax(double[] logits, double temperature) {
        double top = Arrays.stream(logits).max().orElseThrow();
        double[] p = Arrays.stream(logits)
                .map(z -> Math.exp((z - top) / temperature))
                .toArray();
        double sum = Arrays.stream(p).sum();
        return Arrays.stream(p).map(x -> x / sum).toArray();
    }

    private static double entropy(double[] p) {
        return Arrays.stream(p).filter(x -> x > 0).map(x -> -x * Math.log(x)).sum();
    }
}
