package io.thumbstream.schemas;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * One topic: its name, its record, how it is kept.
 *
 * @param name {@code thumbstream.<dataset>.v<major>}
 * @param type class of the record value
 * @param schema Avro schema of the value; the subject is {@code <name>-value}
 * @param key what the record key holds
 * @param partitions default partition count
 * @param cleanup how old records go
 * @param retention age at which records go; {@link Duration#ZERO} keeps them for ever
 * @param compression broker-side compression; {@code producer} keeps what the producer chose
 * @param stamp whose clock gives a record its time
 * @param compatibility rule for new versions of the schema
 * @param flow who writes and who reads, in words for documents
 */
public record TopicSpec<T extends SpecificRecord>(
        String name,
        Class<T> type,
        Schema schema,
        Key key,
        int partitions,
        Cleanup cleanup,
        Duration retention,
        String compression,
        Stamp stamp,
        Compatibility compatibility,
        String flow) {

    /** What the record key holds; topics with the same key and partition count are co-partitioned. */
    public enum Key {
        GROUP_ID,
        LEARNER_NAME,
        MODEL_NAME,
        MONITOR_NAME,
        USER_KEY
    }

    /** How old records go. */
    public enum Cleanup {
        DELETE,
        COMPACT
    }

    /** Whose clock gives a record its time. */
    public enum Stamp {
        /** Whoever writes the record says when it happened. */
        WRITER,
        /** The broker that writes it down; what the record itself says can then be held against it. */
        BROKER
    }

    /** Registry rule for new versions of a schema. */
    public enum Compatibility {
        BACKWARD_TRANSITIVE,
        FULL_TRANSITIVE
    }

    public TopicSpec {
        if (!name.matches("thumbstream\\.[a-z]+(-[a-z]+)*\\.v[1-9][0-9]*")) {
            throw new IllegalArgumentException("topic name " + name + " is not thumbstream.<dataset>.v<major>");
        }
        if (partitions < 1) {
            throw new IllegalArgumentException(name + " has " + partitions + " partitions; give at least 1");
        }
        if (retention.isNegative()) {
            throw new IllegalArgumentException(name + " has retention " + retention + "; give zero or more");
        }
    }

    /** Subject of the value schema under Confluent's TopicNameStrategy. */
    public String subject() {
        return name + "-value";
    }

    /** Topic for records of this one that can never be processed. */
    public String deadLetterName() {
        return name + Topics.DEAD_LETTER_SUFFIX;
    }

    /** Broker-side settings of the topic. */
    public Map<String, String> configs() {
        Map<String, String> configs = new LinkedHashMap<>();
        configs.put("cleanup.policy", cleanup == Cleanup.COMPACT ? "compact" : "delete");
        configs.put("compression.type", compression);
        if (stamp == Stamp.BROKER) {
            configs.put("message.timestamp.type", "LogAppendTime");
        }
        if (cleanup == Cleanup.DELETE) {
            configs.put("retention.ms", retention.isZero() ? "-1" : Long.toString(retention.toMillis()));
        }
        return configs;
    }

    /**
     * Request that creates the topic.
     *
     * @param groupPartitions partition count of all topics keyed by group id
     */
    public NewTopic newTopic(int groupPartitions, short replication) {
        return new NewTopic(name, partitionsWith(groupPartitions), replication).configs(configs());
    }

    /** Partition count when topics keyed by group id have {@code groupPartitions}. */
    public int partitionsWith(int groupPartitions) {
        return key == Key.GROUP_ID ? groupPartitions : partitions;
    }

    /** Retention as a person writes it; empty for records kept for ever. */
    public Optional<Duration> limitedRetention() {
        return retention.isZero() ? Optional.empty() : Optional.of(retention);
    }
}
