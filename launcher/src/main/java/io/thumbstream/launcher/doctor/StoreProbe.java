package io.thumbstream.launcher.doctor;

import io.thumbstream.learner.engine.Partition;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/** Asks brokers and registry what there is; changes nothing. */
final class StoreProbe {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private StoreProbe() {}

    static Store look(KafkaSettings kafka) {
        Optional<String> registryFailure = registryFailure(kafka.schemaRegistryUrl());
        try (Admin admin = Admin.create(ClientSettings.admin(kafka, "thumbstream-doctor"))) {
            Set<String> present = admin.listTopics().names().get();
            List<TopicSpec<?>> wanted = Topics.all();
            Map<String, Config> configs = configs(
                    admin,
                    wanted.stream()
                            .map(TopicSpec::name)
                            .filter(present::contains)
                            .toList());
            List<Store.Topic> topics = wanted.stream()
                    .map(spec -> topic(spec, Optional.ofNullable(configs.get(spec.name()))))
                    .toList();
            int nodes = admin.describeCluster().nodes().get().size();
            String address = nodes + (nodes == 1 ? " broker at " : " brokers at ") + kafka.bootstrapServers();
            return new Store(address, Optional.empty(), registryFailure, topics, beginnings(admin, configs.keySet()));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return unreachable(kafka, String.valueOf(cause.getMessage()), registryFailure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unreachable(kafka, "interrupted while asking", registryFailure);
        } catch (KafkaException e) {
            return unreachable(kafka, String.valueOf(e.getMessage()), registryFailure);
        }
    }

    private static Store unreachable(KafkaSettings kafka, String why, Optional<String> registryFailure) {
        return new Store(
                kafka.bootstrapServers(),
                Optional.of(kafka.bootstrapServers() + " does not answer: " + why),
                registryFailure,
                List.of(),
                Map.of());
    }

    private static Map<String, Config> configs(Admin admin, List<String> topics)
            throws InterruptedException, ExecutionException {
        List<ConfigResource> resources = topics.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<String, Config> configs = new HashMap<>();
        admin.describeConfigs(resources)
                .all()
                .get()
                .forEach((resource, config) -> configs.put(resource.name(), config));
        return configs;
    }

    private static Store.Topic topic(TopicSpec<?> spec, Optional<Config> config) {
        boolean wantCompacted = spec.cleanup() == TopicSpec.Cleanup.COMPACT;
        boolean compacted = config.flatMap(all -> value(all, "cleanup.policy"))
                .map(policy -> policy.equals("compact"))
                .orElse(false);
        return new Store.Topic(
                spec.name(),
                config.isPresent(),
                compacted,
                config.flatMap(all -> limit(all, "retention.ms")).map(Duration::ofMillis),
                config.flatMap(all -> limit(all, "retention.bytes")),
                wantCompacted,
                spec.limitedRetention());
    }

    private static Optional<String> value(Config config, String name) {
        return Optional.ofNullable(config.get(name)).map(ConfigEntry::value);
    }

    /** A limit; empty where it is -1, which means none. */
    private static Optional<Long> limit(Config config, String name) {
        return value(config, name).map(Long::parseLong).filter(limit -> limit >= 0);
    }

    private static Map<Partition, Long> beginnings(Admin admin, Set<String> topics)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (TopicDescription topic :
                admin.describeTopics(topics).allTopicNames().get().values()) {
            topic.partitions()
                    .forEach(info ->
                            wanted.put(new TopicPartition(topic.name(), info.partition()), OffsetSpec.earliest()));
        }
        Map<Partition, Long> beginnings = new HashMap<>();
        admin.listOffsets(wanted)
                .all()
                .get()
                .forEach((partition, found) ->
                        beginnings.put(new Partition(partition.topic(), partition.partition()), found.offset()));
        return beginnings;
    }

    /** Asks each address in turn; whatever answers, be it a refusal of rights, is reached. */
    private static Optional<String> registryFailure(String urls) {
        HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        List<String> failures = new ArrayList<>();
        for (String url : urls.split(",")) {
            String address = url.strip();
            try {
                HttpRequest request = HttpRequest.newBuilder(
                                URI.create(address.endsWith("/") ? address + "subjects" : address + "/subjects"))
                        .timeout(PATIENCE)
                        .build();
                int status = http.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                if (status < 500) {
                    return Optional.empty();
                }
                failures.add(address + " answers with status " + status);
            } catch (IOException | IllegalArgumentException e) {
                failures.add(address + " does not answer: " + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.of("interrupted while asking " + address);
            }
        }
        return Optional.of(String.join("; ", failures));
    }
}
