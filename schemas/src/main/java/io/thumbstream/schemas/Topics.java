package io.thumbstream.schemas;

import io.thumbstream.schemas.TopicSpec.Cleanup;
import io.thumbstream.schemas.TopicSpec.Compatibility;
import io.thumbstream.schemas.TopicSpec.Key;
import io.thumbstream.schemas.TopicSpec.Stamp;
import io.thumbstream.schemas.avro.DriftVerdict;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.Label;
import io.thumbstream.schemas.avro.LabelRequest;
import io.thumbstream.schemas.avro.ModelVersion;
import io.thumbstream.schemas.avro.Prompt;
import io.thumbstream.schemas.avro.QuarantineDecision;
import io.thumbstream.schemas.avro.QuarantineVerdict;
import io.thumbstream.schemas.avro.Rollout;
import io.thumbstream.schemas.avro.RolloutChunk;
import io.thumbstream.schemas.avro.TrainingStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * The single catalogue of topics; creation, documents, schema registration and tests are derived from it.
 *
 * <p>Topics keyed by group id share one partition count, so that a prompt, its answers and their feedback meet in one partition.
 */
public final class Topics {
    /** Partition count of topics keyed by group id unless configured otherwise. */
    public static final int DEFAULT_PARTITIONS = 4;

    public static final String DEAD_LETTER_SUFFIX = ".dlq";

    public static final TopicSpec<Prompt> PROMPTS = grouped("prompts", Prompt.class, Prompt.getClassSchema())
            .retention(Duration.ofDays(30))
            .compatibility(Compatibility.FULL_TRANSITIVE)
            .flow("gateway, simulator -> generator");
    public static final TopicSpec<Rollout> ROLLOUTS = grouped("rollouts", Rollout.class, Rollout.getClassSchema())
            .stampedByBroker()
            .flow("generator, gateway -> reward, replay");
    public static final TopicSpec<RolloutChunk> ROLLOUT_CHUNKS = grouped(
                    "rollout-chunks", RolloutChunk.class, RolloutChunk.getClassSchema())
            .retention(Duration.ofMinutes(30))
            .flow("generator -> gateway");
    public static final TopicSpec<Feedback> FEEDBACK = grouped("feedback", Feedback.class, Feedback.getClassSchema())
            .stampedByBroker()
            .compatibility(Compatibility.FULL_TRANSITIVE)
            .flow("gateway, simulator -> reward");
    public static final TopicSpec<Label> LABELS =
            grouped("labels", Label.class, Label.getClassSchema()).flow("reward -> learner");
    public static final TopicSpec<QuarantineDecision> QUARANTINE_DECISIONS = new Draft<>(
                    "quarantine-decisions",
                    QuarantineDecision.class,
                    QuarantineDecision.getClassSchema(),
                    Key.USER_KEY,
                    1)
            .flow("operators, learner -> learner");
    public static final TopicSpec<Experience> EXPERIENCE =
            grouped("experience", Experience.class, Experience.getClassSchema()).flow("reward -> learner, offline");
    public static final TopicSpec<TrainingStep> TRAINING_LOG = new Draft<>(
                    "training-log", TrainingStep.class, TrainingStep.getClassSchema(), Key.LEARNER_NAME, 1)
            .flow("learner -> learner, lab");
    public static final TopicSpec<ModelVersion> POLICY_VERSIONS = new Draft<>(
                    "policy-versions", ModelVersion.class, ModelVersion.getClassSchema(), Key.MODEL_NAME, 1)
            .compacted()
            .flow("learner -> generator, reward, gateway");
    public static final TopicSpec<ModelVersion> REWARD_VERSIONS = new Draft<>(
                    "reward-versions", ModelVersion.class, ModelVersion.getClassSchema(), Key.MODEL_NAME, 1)
            .compacted()
            .flow("learner -> reward, gateway");
    public static final TopicSpec<QuarantineVerdict> QUARANTINE = new Draft<>(
                    "quarantine", QuarantineVerdict.class, QuarantineVerdict.getClassSchema(), Key.USER_KEY, 1)
            .compacted()
            .flow("learner -> operators");
    public static final TopicSpec<LabelRequest> LABEL_REQUESTS = grouped(
                    "label-requests", LabelRequest.class, LabelRequest.getClassSchema())
            .retention(Duration.ofDays(7))
            .flow("reward -> gateway, simulator");
    public static final TopicSpec<DriftVerdict> DRIFT = new Draft<>(
                    "drift", DriftVerdict.class, DriftVerdict.getClassSchema(), Key.MONITOR_NAME, 1)
            .retention(Duration.ofDays(30))
            .flow("any -> learner, pages");

    private static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(30);
    private static final List<TopicSpec<?>> ALL = List.of(
            PROMPTS,
            ROLLOUTS,
            ROLLOUT_CHUNKS,
            FEEDBACK,
            LABELS,
            QUARANTINE_DECISIONS,
            EXPERIENCE,
            TRAINING_LOG,
            POLICY_VERSIONS,
            REWARD_VERSIONS,
            QUARANTINE,
            LABEL_REQUESTS,
            DRIFT);

    private Topics() {}

    /** Every topic that carries records of a schema, in the order of the data flow. */
    public static List<TopicSpec<?>> all() {
        return ALL;
    }

    /** The topic of that full name. */
    public static Optional<TopicSpec<?>> find(String name) {
        return ALL.stream().filter(spec -> spec.name().equals(name)).findFirst();
    }

    /** Name of the dead-letter topic of {@code spec}. */
    public static String dlq(TopicSpec<?> spec) {
        return spec.deadLetterName();
    }

    /** Creation requests with the default partition count and one replica. */
    public static List<NewTopic> newTopics() {
        return newTopics(DEFAULT_PARTITIONS, (short) 1);
    }

    /**
     * Creation requests for every topic and its dead-letter topic.
     *
     * @param groupPartitions partition count of all topics keyed by group id
     */
    public static List<NewTopic> newTopics(int groupPartitions, short replication) {
        List<NewTopic> topics = new ArrayList<>();
        for (TopicSpec<?> spec : ALL) {
            topics.add(spec.newTopic(groupPartitions, replication));
            topics.add(new NewTopic(spec.deadLetterName(), 1, replication)
                    .configs(java.util.Map.of(
                            "cleanup.policy",
                            "delete",
                            "retention.ms",
                            Long.toString(DEAD_LETTER_RETENTION.toMillis()))));
        }
        return List.copyOf(topics);
    }

    private static <T extends SpecificRecord> Draft<T> grouped(String dataset, Class<T> type, Schema schema) {
        return new Draft<>(dataset, type, schema, Key.GROUP_ID, DEFAULT_PARTITIONS);
    }

    /** A topic whose remaining properties are still at their defaults: kept for ever, BACKWARD_TRANSITIVE. */
    private record Draft<T extends SpecificRecord>(
            String dataset,
            Class<T> type,
            Schema schema,
            Key key,
            int partitions,
            Cleanup cleanup,
            Duration retention,
            Stamp stamp,
            Compatibility compatibility) {

        Draft(String dataset, Class<T> type, Schema schema, Key key, int partitions) {
            this(
                    dataset,
                    type,
                    schema,
                    key,
                    partitions,
                    Cleanup.DELETE,
                    Duration.ZERO,
                    Stamp.WRITER,
                    Compatibility.BACKWARD_TRANSITIVE);
        }

        Draft<T> retention(Duration limit) {
            return new Draft<>(dataset, type, schema, key, partitions, cleanup, limit, stamp, compatibility);
        }

        Draft<T> compatibility(Compatibility rule) {
            return new Draft<>(dataset, type, schema, key, partitions, cleanup, retention, stamp, rule);
        }

        Draft<T> stampedByBroker() {
            return new Draft<>(dataset, type, schema, key, partitions, cleanup, retention, Stamp.BROKER, compatibility);
        }

        Draft<T> compacted() {
            return new Draft<>(
                    dataset, type, schema, key, partitions, Cleanup.COMPACT, retention, stamp, compatibility);
        }

        TopicSpec<T> flow(String flow) {
            return new TopicSpec<>(
                    "thumbstream." + dataset + ".v1",
                    type,
                    schema,
                    key,
                    partitions,
                    cleanup,
                    retention,
                    "producer",
                    stamp,
                    compatibility,
                    flow);
        }
    }
}
