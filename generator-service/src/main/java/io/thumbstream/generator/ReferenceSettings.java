package io.thumbstream.generator;

/**
 * Whether records of answers say how likely the answers are under the policy that learning began with.
 *
 * @param enabled whether to compute it; takes a pass over each group and, unless versions are that policy with an adapter, its weights once
 *     more; not to be had of an inference server
 * @param temperature divisor of the scores, above 0; the learner takes only numbers of its own {@code learner.policy.temperature}
 * @param tokensPerPass prompt and answer tokens, padding included, of one pass, a prompt counted for each of its answers, at least 1; bounds
 *     memory
 */
public record ReferenceSettings(boolean enabled, double temperature, int tokensPerPass) {
    public ReferenceSettings {
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException(
                    "temperature is " + temperature + "; give the one of learner.policy.temperature, above 0");
        }
        if (tokensPerPass < 1) {
            throw new IllegalArgumentException("tokens-per-pass is " + tokensPerPass + "; it must be at least 1");
        }
    }

    /** Off: it pays only where the learner compares with that policy and the generator has time to spare. */
    public static ReferenceSettings defaults() {
        return new ReferenceSettings(false, 1, 1024);
    }
}
