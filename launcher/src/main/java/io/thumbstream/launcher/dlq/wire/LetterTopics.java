package io.thumbstream.launcher.dlq.wire;

import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.TopicSpec.Cleanup;
import io.thumbstream.schemas.Topics;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Names of the topics that have dead letters, as people write them. */
public final class LetterTopics {
    private LetterTopics() {}

    /**
     * The source topic that {@code name} means: its full name, that of its dead-letter topic, or the short one, as {@code feedback}.
     *
     * @throws ConfigException when there is none
     */
    public static TopicSpec<?> source(String name) {
        return Topics.all().stream()
                .filter(spec -> spec.name().equals(name)
                        || spec.deadLetterName().equals(name)
                        || dataset(spec).equals(name))
                .findFirst()
                .orElseThrow(() -> new ConfigException("there is no topic '" + name + "'; name one of "
                        + Topics.all().stream().map(LetterTopics::dataset).collect(Collectors.joining(", "))));
    }

    /** All dead-letter topics, in the order of the data flow. */
    public static List<String> all() {
        return Topics.all().stream().map(TopicSpec::deadLetterName).toList();
    }

    /** Why a record must not be sent to {@code source} a second time; empty when it may. */
    public static Optional<String> unrepeatable(TopicSpec<?> source) {
        if (source.cleanup() == Cleanup.COMPACT) {
            return Optional.of("of " + source.name()
                    + " the newest record of a key counts, and a record sent again would take the place of a newer one;"
                    + " write what should count now instead");
        }
        if (source.name().equals(Topics.TRAINING_LOG.name())) {
            return Optional.of(source.name()
                    + " holds steps in the order in which they were taken, and a step sent again would be another one;"
                    + " start the learner, which takes its steps again from its inputs");
        }
        if (source.name().equals(Topics.QUARANTINE_DECISIONS.name())) {
            return Optional.of("of " + source.name()
                    + " the last decision about a person counts, and one sent again would take the place of a later one;"
                    + " decide again with thumbstream quarantine instead");
        }
        return Optional.empty();
    }

    private static String dataset(TopicSpec<?> spec) {
        return spec.name().split("\\.")[1];
    }
}
