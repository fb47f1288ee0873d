package io.thumbstream.bench;

import ai.djl.Device;
import io.thumbstream.lab.pretrain.SupportModel;
import io.thumbstream.model.lm.CausalLm;
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
import io.thumbstream.model.text.BpeVocabulary;
import io.thumbstream.model.text.HfTokenizer;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One decode step of the shipped policy for 16 running answers. An answer that ends makes room for the next one, whose prompt is read in the
 * step that follows, so that its share of that work is in the mean.
 */
public class DecodeBenchmark extends Measured {
    private static final int BATCH = 16;
    private static final int PROMPT = 32;
    private static final int ANSWER = 64;

    /** A sampler whose slots are never empty for long. */
    @State(Scope.Thread)
    public static class Serving {
        private final PolicyHolder policies = new PolicyHolder();
        private final SeededRandom random = new SeededRandom(SEED).child("decode");
        private final Path directory;
        private final HfTokenizer tokenizer;
        private final BatchSampler sampler;
        private final int words;
        private boolean closing;

        public Serving() {
            Grad.prepareThread();
            try {
                directory = Files.createTempDirectory("thumbstream-jmh-");
                String unusedDigest = SupportModel.copyTo(directory);
                tokenizer = HfTokenizer.load(directory.resolve(BpeVocabulary.FILE));
                policies.publish(new PolicySnapshot(0, CausalLm.load(directory, Device.cpu())));
            } catch (IOException e) {
                throw new UncheckedIOException("the shipped policy cannot be copied and loaded; make room", e);
            }
            words = tokenizer.vocabularySize();
            sampler = BatchSampler.of(policies, tokenizer, new SamplerSettings(BATCH, 0, BATCH));
        }

        @Setup(Level.Trial)
        public void begin() {
            for (int i = 0; i < BATCH; i++) {
                ask();
            }
        }

        private boolean step() {
            return sampler.step();
        }

        private void ask() {
            int[] prompt = new int[PROMPT];
            Arrays.setAll(prompt, unused -> random.nextInt(words));
            long seed = random.nextLong();
            boolean taken = sampler.submit(
                    new SampleRequest(
                            Long.toHexString(seed), prompt, SamplingSettings.plain(ANSWER), seed, Priority.BACKGROUND),
                    new Next(this));
            if (!taken) {
                throw new IllegalStateException("the queue of the sampler is shorter than a batch of " + BATCH);
            }
        }

        @TearDown(Level.Trial)
        public void close() throws IOException {
            closing = true; // what still runs is told that it failed
            sampler.close();
            policies.close();
            tokenizer.close();
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** Asks for another answer when one has ended. */
    private record Next(Serving serving) implements SampleListener {
        @Override
        public void onDone(Sample sample) {
            serving.ask();
        }

        @Override
        public void onFailure(String reason) {
            if (!serving.closing) {
                throw new IllegalStateException("a measured answer could not be sampled: " + reason);
            }
        }
    }

    /** Sixteen tokens. */
    @Benchmark
    public boolean stepOfSixteen(Serving serving) {
        return serving.step();
    }
}
