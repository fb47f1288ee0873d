package io.thumbstream.generator.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.generator.ByteTokenizer;
import io.thumbstream.generator.ManualClock;
import io.thumbstream.generator.policy.PolicyManifest;
import io.thumbstream.generator.remote.RemoteSettings.LogProbs;
import io.thumbstream.generator.remote.RemoteSettings.Server;
import io.thumbstream.model.sample.Priority;
import io.thumbstream.model.sample.Sample;
import io.thumbstream.model.sample.SampleListener;
import io.thumbstream.model.sample.SampleRequest;
import io.thumbstream.model.sample.SamplerSettings;
import io.thumbstream.model.sample.SamplingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** A sampler with two slots, a server that was found fit and serves version 0, and what became of the answers. */
final class SamplerRig implements AutoCloseable {
    static final String ANSWER = "It left today.";
    private static final int PROMPT = 4;
    private static final long SEED = 7;

    final ManualClock clock = new ManualClock();
    final AtomicInteger missing = new AtomicInteger();
    final Map<String, Sample> samples = new LinkedHashMap<>();
    final Map<String, String> failures = new LinkedHashMap<>();
    final StringBuilder streamed = new StringBuilder();
    InferenceDouble server;
    RemoteSampler sampler;

    SamplerRig() throws IOException {
        server = new InferenceDouble(Server.VLLM, ANSWER);
        sampler = sampler(server.settings());
    }

    /** Another kind of server. */
    void use(Server kind) throws IOException {
        close();
        server = new InferenceDouble(kind, ANSWER);
        sampler = sampler(server.settings());
    }

    /** Another sampler of the same server. */
    void restart(LogProbs logProbs, int retries) {
        sampler.close();
        sampler = sampler(server.settings(logProbs, retries));
    }

    private RemoteSampler sampler(RemoteSettings settings) {
        RemotePolicies policies = new RemotePolicies(settings, "support");
        try {
            policies.serve(new PolicyManifest(0, Path.of("nowhere"), "00"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        SamplerSettings size = new SamplerSettings(2, 1, 8);
        return new RemoteSampler(policies, new ByteTokenizer(), size, missing::incrementAndGet, clock);
    }

    void submit(String id, SamplingSettings sampling) {
        assertThat(sampler.submit(request(id, sampling), listener(id))).isTrue();
    }

    static SampleRequest request(String id, SamplingSettings sampling) {
        return new SampleRequest(id, new int[PROMPT], sampling, SEED, Priority.INTERACTIVE);
    }

    SampleListener listener(String id) {
        return new SampleListener() {
            @Override
            public void onText(String text, long policyVersion) {
                streamed.append(text);
            }

            @Override
            public void onDone(Sample sample) {
                samples.put(id, sample);
            }

            @Override
            public void onFailure(String reason) {
                failures.put(id, reason);
            }
        };
    }

    /** The answer that was sampled. */
    Sample sample(String id) {
        Sample sample = samples.get(id);
        if (sample == null) {
            throw new AssertionError("no sample " + id + "; failures: " + failures);
        }
        return sample;
    }

    /** Why there is no answer. */
    String failure(String id) {
        String reason = failures.get(id);
        if (reason == null) {
            throw new AssertionError("answer " + id + " did not fail");
        }
        return reason;
    }

    /** Steps until nothing runs or waits; pauses pass quickly. */
    void run() {
        while (sampler.active() + sampler.waiting(Priority.INTERACTIVE) > 0) {
            boolean unused = sampler.step();
            clock.advance(Duration.ofMillis(100));
        }
    }

    void runUntil(BooleanSupplier reached) {
        while (!reached.getAsBoolean()) {
            boolean unused = sampler.step();
        }
    }

    /** Holds a thread of the server until the latch opens or the server is closed. */
    static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static float[] logProbs(int length) {
        float[] values = new float[length];
        IntStream.range(0, length).forEach(i -> values[i] = InferenceDouble.logProb(i));
        return values;
    }

    @Override
    public void close() {
        sampler.close();
        server.close();
    }
}
