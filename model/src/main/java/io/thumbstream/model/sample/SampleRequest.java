package io.thumbstream.model.sample;

import java.util.Arrays;
import java.util.List;

/** One answer to be sampled; immutable. */
public final class SampleRequest {
    private final String id;
    private final int[] prompt;
    private final SamplingSettings sampling;
    private final long seed;
    private final Priority priority;

    /**
     * @param id name of the answer, unique among the running ones
     * @param prompt token ids of the rendered prompt, axis {@code [prompt time]}, at least one
     * @param sampling how to draw
     * @param seed key of the request's own random stream
     * @param priority urgency
     */
    public SampleRequest(String id, int[] prompt, SamplingSettings sampling, long seed, Priority priority) {
        if (prompt.length == 0) {
            throw new IllegalArgumentException("request " + id + " has an empty prompt; render at least one token");
        }
        this.id = id;
        this.prompt = prompt.clone();
        this.sampling = sampling;
        this.seed = seed;
        this.priority = priority;
    }

    public String id() {
        return id;
    }

    /** Token ids of the prompt, axis {@code [prompt time]}; a copy. */
    public int[] prompt() {
        return prompt.clone();
    }

    public SamplingSettings sampling() {
        return sampling;
    }

    public long seed() {
        return seed;
    }

    public Priority priority() {
        return priority;
    }

    int promptLength() {
        return prompt.length;
    }

    int lastPromptToken() {
        return prompt[prompt.length - 1];
    }

    /** All tokens of the prompt but the last, which the first draw reads. */
    List<Integer> cachedTokens() {
        return Arrays.stream(prompt).limit(prompt.length - 1L).boxed().toList();
    }

    @Override
    public String toString() {
        return "SampleRequest[" + id + ", " + prompt.length + " prompt tokens, " + priority + "]";
    }
}
