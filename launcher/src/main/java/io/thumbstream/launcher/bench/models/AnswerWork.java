package io.thumbstream.launcher.bench.models;

import ai.djl.Device;
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
import io.thumbstream.model.text.Tokenizer;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.Arrays;

/** Answers of an untrained policy, a batch at a time, through the sampler that serves. One thread owns it. */
final class AnswerWork implements AutoCloseable {
    private static final int PROMPT = 32;
    /** Most tokens of an answer; few end before, because the end is one word among many to an untrained policy. */
    static final int ANSWER = 64;

    private final PolicyHolder policies = new PolicyHolder();
    private final BatchSampler sampler;
    private final SeededRandom random;
    private final int words;
    private final int batch;

    AnswerWork(ModelSize size, Tokenizer tokenizer, int batch, long seed) {
        policies.publish(new PolicySnapshot(0, CausalLm.create(size.config(), seed, Device.cpu())));
        sampler = BatchSampler.of(policies, tokenizer, new SamplerSettings(batch, 0, batch));
        random = new SeededRandom(seed).child("answer-work");
        words = size.config().vocabularySize();
        this.batch = batch;
    }

    /** Samples one batch of answers to different prompts; gives the tokens sampled. */
    long answers() {
        long before = sampler.tokensSampled();
        for (int i = 0; i < batch; i++) {
            int[] prompt = new int[PROMPT];
            Arrays.setAll(prompt, unused -> random.nextInt(words));
            long seed = random.nextLong();
            boolean taken = sampler.submit(
                    new SampleRequest(
                            Long.toHexString(seed), prompt, SamplingSettings.plain(ANSWER), seed, Priority.BACKGROUND),
                    new Listener());
            if (!taken) {
                throw new IllegalStateException("the queue of the sampler is shorter than a batch of " + batch);
            }
        }
        boolean busy = true;
        while (busy) {
            busy = sampler.step();
        }
        return sampler.tokensSampled() - before;
    }

    private static final class Listener implements SampleListener {
        @Override
        public void onDone(Sample sample) {}

        @Override
        public void onFailure(String reason) {
            throw new IllegalStateException("a measured answer could not be sampled: " + reason);
        }
    }

    @Override
    public void close() {
        sampler.close();
        policies.close();
    }
}
