package io.thumbstream.generator;

import io.thumbstream.generator.remote.RemoteSettings;
import io.thumbstream.model.sample.SamplerSettings;
import io.thumbstream.model.tensor.ComputeDevice;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.time.Duration;

/**
 * Settings of the generator service.
 *
 * @param modelName model whose policies are served, without {@code policy/}
 * @param explorer how the answers of a group are made to differ
 * @param slots answers sampled at the same time, range [1, 1024]
 * @param reservedSlots slots kept free for people, range [0, slots)
 * @param maxInteractiveWaiting answers for people that may wait before reading stops, at least 1
 * @param maxBackgroundWaiting background answers that may wait before those of new prompts are shed, at least 0
 * @param maxGroupSize largest group a prompt may ask for, at least 1
 * @param maxTokens most tokens an answer may have whatever the prompt asks, at least 1
 * @param answerRoom tokens of the context always left for the answer, at least 1
 * @param chunkInterval shortest time between two chunks of one answer
 * @param commitInterval time between two commits of consumer offsets
 * @param loadRetry pause before a policy that could not be loaded is tried again
 * @param shutdownBudget longest time that closing may take
 * @param device where a model of this process samples: cpu, auto, which is the first graphics card if there is one, cuda or cuda:N
 * @param remote inference server that samples in place of this process
 * @param referenceLogProbs log-probabilities of finished answers under the policy that learning began with
 * @param startAnswers answers of the policy that learning began with, beside those of every group
 */
public record GeneratorSettings(
        String modelName,
        TechniqueChoice explorer,
        int slots,
        int reservedSlots,
        int maxInteractiveWaiting,
        int maxBackgroundWaiting,
        int maxGroupSize,
        int maxTokens,
        int answerRoom,
        Duration chunkInterval,
        Duration commitInterval,
        Duration loadRetry,
        Duration shutdownBudget,
        String device,
        RemoteSettings remote,
        ReferenceSettings referenceLogProbs,
        StartSettings startAnswers) {

    public GeneratorSettings {
        if (!modelName.matches("[a-z0-9][a-z0-9-]*")) {
            throw new IllegalArgumentException(
                    "model-name is '" + modelName + "'; use lower-case letters, digits and hyphens");
        }
        atLeast("max-interactive-waiting", maxInteractiveWaiting, 1);
        atLeast("max-background-waiting", maxBackgroundWaiting, 0);
        atLeast("max-group-size", maxGroupSize, 1);
        atLeast("max-tokens", maxTokens, 1);
        atLeast("answer-room", answerRoom, 1);
        notNegative("chunk-interval", chunkInterval);
        positive("commit-interval", commitInterval);
        positive("load-retry", loadRetry);
        positive("shutdown-budget", shutdownBudget);
        ComputeDevice.requireKnown(device);
        atLeast("slots", slots, 1);
        if (reservedSlots < 0 || reservedSlots >= slots) {
            throw new IllegalArgumentException(
                    "reserved-slots is " + reservedSlots + "; it must be in [0, slots " + slots + ")");
        }
        if (startAnswers.perGroup() > maxBackgroundWaiting) {
            throw new IllegalArgumentException("start-answers.per-group is " + startAnswers.perGroup()
                    + "; it must be at most max-background-waiting " + maxBackgroundWaiting
                    + ", or the unseen answers of every group would be shed");
        }
    }

    public static GeneratorSettings defaults() {
        return new GeneratorSettings(
                "support",
                TechniqueChoice.of("plain"),
                32,
                4,
                1024,
                64,
                64,
                256,
                16,
                Duration.ofMillis(30),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                ComputeDevice.CPU,
                RemoteSettings.defaults(),
                ReferenceSettings.defaults(),
                StartSettings.defaults());
    }

    /** Key of the model's records in the version topics. */
    public String policyKey() {
        return "policy/" + modelName;
    }

    /** Settings of the sampler; its queues hold one more group than the limits, so that an admitted prompt always fits. */
    SamplerSettings sampler() {
        int capacity = Math.max(maxInteractiveWaiting, maxBackgroundWaiting) + maxGroupSize;
        return new SamplerSettings(slots, reservedSlots, capacity);
    }

    /** Settings of the sampler of start answers; all are background work, of which no more than the limit waits. */
    SamplerSettings startSampler() {
        return new SamplerSettings(startAnswers.slots(), 0, Math.max(1, maxBackgroundWaiting));
    }

    private static void atLeast(String key, int value, int floor) {
        if (value < floor) {
            throw new IllegalArgumentException(key + " is " + value + "; it must be at least " + floor);
        }
    }

    private static void notNegative(String key, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(key + " is " + value + "; it must not be negative");
        }
    }

    private static void positive(String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(key + " is " + value + "; it must be positive");
        }
    }
}
