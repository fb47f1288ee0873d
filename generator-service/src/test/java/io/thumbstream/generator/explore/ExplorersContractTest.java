package io.thumbstream.generator.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.generator.ByteTokenizer;
import io.thumbstream.generator.TinyPolicy;
import io.thumbstream.model.sample.BatchSampler;
import io.thumbstream.model.sample.PolicyHolder;
import io.thumbstream.model.sample.PolicySnapshot;
import io.thumbstream.model.sample.Priority;
import io.thumbstream.model.sample.Sample;
import io.thumbstream.model.sample.SampleListener;
import io.thumbstream.model.sample.SampleRequest;
import io.thumbstream.model.sample.SamplerSettings;
import io.thumbstream.model.sample.SamplingSettings;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every explorer owes, whatever it does. */
class ExplorersContractTest {
    private static final SamplingSettings ASKED = new SamplingSettings(1, 1, 0, 0, 0, 1, 12, List.of("stop here"));

    static List<String> names() {
        return Explorers.CATALOG.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldPlanEveryAnswerWithinTheRequestWhenGroupsDiffer(String name) {
        Explorer explorer = Explorers.CATALOG.create(name);
        for (int size = 1; size <= 9; size++) {
            for (int displayed = 0; displayed <= size; displayed++) {
                List<Draw> draws = explorer.plan(request(size, displayed, ASKED));

                assertThat(draws).hasSize(size).allSatisfy(draw -> {
                    assertThat(draw.sampling().maxTokens()).isEqualTo(ASKED.maxTokens());
                    assertThat(draw.sampling().stop()).isEqualTo(ASKED.stop());
                    assertThat(draw.arm()).hasSizeLessThan(64);
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldPlanTheSameWhenThePromptIsRepeated(String name) {
        assertThat(Explorers.CATALOG.create(name).plan(request(8, 1, ASKED)))
                .isEqualTo(Explorers.CATALOG.create(name).plan(request(8, 1, ASKED)));
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldPlanValidDrawsWhenTheRequestIsExtreme(String name) {
        Explorer explorer = Explorers.CATALOG.create(name);
        for (double temperature : new double[] {0, 0.01, 10}) {
            assertThat(explorer.plan(request(8, 1, ASKED.withTemperature(temperature))))
                    .hasSize(8);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldReportTheLogProbsOfWhatWasReallySampledWhenSampled(String name) {
        Grad.prepareThread();
        List<Draw> draws = Explorers.CATALOG.create(name).plan(request(8, 2, ASKED));
        int[] prompt = new ByteTokenizer().encode("a prompt");
        try (PolicyHolder policies = new PolicyHolder()) {
            policies.publish(TinyPolicy.snapshot(1, 5));
            Map<Integer, Sample> samples = sample(policies, prompt, draws);

            samples.forEach((index, sample) -> {
                SamplingSettings s = draws.get(index).sampling();
                double[][] logits = logits(policies, prompt, sample.tokens());
                for (int t = 0; t < sample.length(); t++) {
                    double[] p = softmax(logits[t], s.temperature());
                    double[] second = softmax(logits[t], s.mixtureTemperature());
                    int token = sample.tokens()[t];
                    double expected = Math.log((1 - s.mixtureWeight()) * p[token] + s.mixtureWeight() * second[token]);
                    assertThat((double) sample.logProbs()[t])
                            .as("%s answer %d token %d", name, index, t)
                            .isCloseTo(expected, within(1e-4));
                }
            });
            assertThat(samples).hasSize(8);
        }
    }

    private static ExploreRequest request(int size, int displayed, SamplingSettings sampling) {
        return new ExploreRequest(size, displayed, sampling, new SeededRandom(3).child("explore"));
    }

    private static Map<Integer, Sample> sample(PolicyHolder policies, int[] prompt, List<Draw> draws) {
        Map<Integer, Sample> samples = new HashMap<>();
        try (BatchSampler sampler = BatchSampler.of(policies, new ByteTokenizer(), new SamplerSettings(8, 1, 16))) {
            for (int i = 0; i < draws.size(); i++) {
                int index = i;
                SampleRequest request =
                        new SampleRequest("r" + i, prompt, draws.get(i).sampling(), i, Priority.INTERACTIVE);
                assertThat(sampler.submit(request, new SampleListener() {
                            @Override
                            public void onDone(Sample sample) {
                                samples.put(index, sample);
                            }

                            @Override
                            public void onFailure(String reason) {
                                throw new AssertionError(reason);
                            }
                        }))
                        .isTrue();
            }
            boolean more = true;
            while (more) {
                more = sampler.step();
            }
        }
        return samples;
    }

    private static double[][] logits(PolicyHolder policies, int[] prompt, int[] response) {
        long[] ids = IntStream.concat(Arrays.stream(prompt), Arrays.stream(response))
                .asLongStream()
                .toArray();
        PolicySnapshot policy = policies.acquire();
        try (NDManager manager = NDManager.newBaseManager()) {
            float[] flat = policy.model()
                    .logits(manager, manager.create(ids, new Shape(1, ids.length)))
                    .toFloatArray();
            int width = TinyPolicy.VOCABULARY;
            double[][] rows = new double[response.length][width];
            for (int t = 0; t < response.length; t++) {
                for (int v = 0; v < width; v++) {
                    rows[t][v] = flat[(prompt.length - 1 + t) * width + v];
                }
            }
            return rows;
        } finally {
            policy.release();
        }
    }

    private static double[] softmax(double[] logits, double temperature) {
        double top = Arrays.stream(logits).max().orElseThrow();
        double[] p = Arrays.stream(logits)
                .map(z -> Math.exp((z - top) / temperature))
                .toArray();
        double sum = Arrays.stream(p).sum();
        return Arrays.stream(p).map(x -> x / sum).toArray();
    }
}
