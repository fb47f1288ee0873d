package io.thumbstream.reward;

import io.thumbstream.reward.ask.AskingSettings;
import io.thumbstream.reward.assemble.JoinerSettings;
import io.thumbstream.reward.wire.ProcessorSettings;
import io.thumbstream.runtime.catalog.Compatibility.Stage;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.time.Duration;
import java.util.List;

/**
 * Settings of the reward service. Kafka's own, the group protocol among them, go under {@code kafka.streams}.
 *
 * @param modelName name of the reward model without its prefix, as in {@code reward/<name>}
 * @param applicationId Kafka Streams application; names the changelog and the consumer group
 * @param threads stream threads
 * @param commitInterval time between two transactions, which is most of the latency from vote to label
 * @param shutdown time given to close
 * @param joiner times and bounds of the joiner
 * @param pace how often and how much is released
 * @param interpreters how feedback is read
 * @param transforms how scores become rewards, in order
 * @param credit how a reward is spread over tokens
 * @param asking about which two answers people are asked once they are scored
 */
public record RewardSettings(
        String modelName,
        String applicationId,
        int threads,
        Duration commitInterval,
        Duration shutdown,
        JoinerSettings joiner,
        ProcessorSettings pace,
        List<TechniqueChoice> interpreters,
        List<TechniqueChoice> transforms,
        TechniqueChoice credit,
        AskingSettings asking) {

    private static final String NAME = "[A-Za-z0-9._-]{1,60}";

    public RewardSettings {
        if (!modelName.matches(NAME) || !applicationId.matches(NAME)) {
            throw new IllegalArgumentException("model-name is '" + modelName + "' and application-id '" + applicationId
                    + "'; give 1 to 60 letters, digits, '.', '_' or '-'");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + "; give at least 1");
        }
        if (commitInterval.toMillis() < 1 || shutdown.toMillis() < 1) {
            throw new IllegalArgumentException("commit-interval is " + commitInterval + " and shutdown " + shutdown
                    + "; both must be at least 1 ms");
        }
        interpreters = List.copyOf(interpreters);
        transforms = List.copyOf(transforms);
    }

    /** The settings in which nobody is asked to compare answers. */
    public RewardSettings(
            String modelName,
            String applicationId,
            int threads,
            Duration commitInterval,
            Duration shutdown,
            JoinerSettings joiner,
            ProcessorSettings pace,
            List<TechniqueChoice> interpreters,
            List<TechniqueChoice> transforms,
            TechniqueChoice credit) {
        this(
                modelName,
                applicationId,
                threads,
                commitInterval,
                shutdown,
                joiner,
                pace,
                interpreters,
                transforms,
                credit,
                AskingSettings.defaults());
    }

    /** The vetted defaults: thumbs, ratings, pairs, edits and marked parts; preference over the rest of the group as reward. */
    public static RewardSettings defaults() {
        return new RewardSettings(
                "support",
                "thumbstream-reward",
                1,
                Duration.ofMillis(100),
                Duration.ofSeconds(20),
                JoinerSettings.defaults(),
                ProcessorSettings.defaults(),
                List.of(
                        TechniqueChoice.of("thumb"),
                        TechniqueChoice.of("rating"),
                        TechniqueChoice.of("pair"),
                        TechniqueChoice.of("edit"),
                        TechniqueChoice.of("span")),
                List.of(TechniqueChoice.of("bounded-preference"), TechniqueChoice.of("centre")),
                TechniqueChoice.of("terminal"));
    }

    /**
     * What is there before the first technique, then the configured techniques in order.
     *
     * @throws io.thumbstream.runtime.error.ConfigException when a technique is unknown, set wrongly, or lacks what it needs
     */
    public List<Stage> stages() {
        return new ConfiguredChain(this).stages();
    }

    /** Name of the reward model as it is published. */
    public String publishedName() {
        return "reward/" + modelName;
    }
}
