package io.thumbstream.runtime.kafka;

import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.error.FatalException;
import io.thumbstream.runtime.error.TransientException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates topics and returns only when every partition serves requests.
 *
 * <p>The wait matters: brokers before 4.5 answer a creation before the leader holds the partition, and an idempotent producer that
 * sends in this gap can lose its first batches. The barrier lists the end offset of every partition until all answer.
 */
public final class TopicProvisioner {
    private static final Logger LOG = LoggerFactory.getLogger(TopicProvisioner.class);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private TopicProvisioner() {}

    /**
     * Creates the missing topics, leaves existing ones alone, and waits for all of them.
     *
     * @param adminConfig see {@link ClientSettings#admin}
     * @param timeout upper bound of the retries; one request in flight may end a little later
     * @throws ConfigException when an existing topic has another partition count than wanted, or the brokers refuse a topic
     * @throws TransientException when the brokers do not answer in time
     */
    public static void provision(Map<String, Object> adminConfig, Collection<NewTopic> topics, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try (Admin admin = Admin.create(adminConfig)) {
            retry(deadline, "topics cannot be created", () -> create(admin, topics));
            Map<String, TopicDescription> found = retry(deadline, "topics cannot be described", () -> {
                List<String> names = topics.stream().map(NewTopic::name).toList();
                return admin.describeTopics(names).allTopicNames().get();
            });
            checkPartitions(topics, found);
            retry(deadline, "partitions have no leader that answers", () -> endOffsets(admin, found));
        }
        LOG.atInfo().addKeyValue("topics", topics.size()).log("topics are ready");
    }

    private static int create(Admin admin, Collection<NewTopic> wanted)
            throws InterruptedException, ExecutionException {
        var present = admin.listTopics().names().get();
        List<NewTopic> absent =
                wanted.stream().filter(topic -> !present.contains(topic.name())).toList();
        for (KafkaFuture<Void> created : admin.createTopics(absent).values().values()) {
            try {
                created.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
        return absent.size();
    }

    private static void checkPartitions(Collection<NewTopic> wanted, Map<String, TopicDescription> found) {
        List<String> problems = wanted.stream()
                .filter(topic -> topic.numPartitions() > 0
                        && partitions(found, topic.name()) > 0
                        && topic.numPartitions() != partitions(found, topic.name()))
                .map(topic -> "topic " + topic.name() + " has " + partitions(found, topic.name())
                        + " partitions but " + topic.numPartitions()
                        + " are configured; configure the number it has, or use a new cluster")
                .toList();
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private static int partitions(Map<String, TopicDescription> found, String topic) {
        TopicDescription description = found.get(topic);
        return description == null ? 0 : description.partitions().size();
    }

    private static int endOffsets(Admin admin, Map<String, TopicDescription> topics)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        topics.forEach((name, description) -> description
                .partitions()
                .forEach(info -> latest.put(new TopicPartition(name, info.partition()), OffsetSpec.latest())));
        return admin.listOffsets(latest).all().get().size();
    }

    private static <T> T retry(long deadline, String failure, AdminCall<T> call) {
        while (true) {
            try {
                return call.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new FatalException("interrupted while " + failure + "; the start was abandoned", e);
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                if (!(cause instanceof RetriableException)) {
                    throw new ConfigException(
                            failure + ": " + cause.getMessage() + "; check the topic settings and ACLs");
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new TransientException(
                            failure + ": " + cause.getMessage() + "; check that the brokers are up and reachable",
                            cause);
                }
                LOG.atDebug().addKeyValue("cause", cause.toString()).log("waiting for the brokers");
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    @FunctionalInterface
    private interface AdminCall<T> {
        T run() throws InterruptedException, ExecutionException;
    }
}
