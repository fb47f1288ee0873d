package io.thumbstream.model.sample;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps what happened to the requests of a test. */
final class Collector {
    final Map<String, Sample> samples = new LinkedHashMap<>();
    final Map<String, String> failures = new LinkedHashMap<>();
    final Map<String, StringBuilder> texts = new LinkedHashMap<>();
    final List<String> finished = new ArrayList<>();

    SampleListener listener(String id) {
        StringBuilder text = texts.computeIfAbsent(id, key -> new StringBuilder());
        return new SampleListener() {
            @Override
            public void onText(String piece, long policyVersion) {
                text.append(piece);
            }

            @Override
            public void onDone(Sample sample) {
                samples.put(id, sample);
                finished.add(id);
            }

            @Override
            public void onFailure(String reason) {
                failures.put(id, reason);
                finished.add(id);
            }
        };
    }

    Sample sample(String id) {
        Sample sample = samples.get(id);
        if (sample == null) {
            throw new AssertionError("no sample " + id + "; failures: " + failures);
        }
        return sample;
    }

    String text(String id) {
        return texts.getOrDefault(id, new StringBuilder()).toString();
    }

    /** Submits a request to the sampler, listening to it. */
    void submit(BatchSampler sampler, SampleRequest request) {
        if (!sampler.submit(request, listener(request.id()))) {
            throw new AssertionError("queue is full for " + request);
        }
    }

    static void runAll(BatchSampler sampler) {
        int steps = 0;
        while (sampler.step()) {
            if (++steps > 10_000) {
                throw new AssertionError("sampler does not come to an end");
            }
        }
    }
}
