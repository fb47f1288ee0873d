package io.thumbstream.launcher.chaos;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.launcher.embedded.Ports;
import io.thumbstream.launcher.serve.ServedPart;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.runtime.config.SettingsWriter;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where a run takes place.
 *
 * @param settings of the run, with everything embedded: how its topics are opened afterwards
 * @param parts of its processes, with the addresses of the others
 * @param home data directory, absolute
 */
record ChaosSite(ThumbstreamSettings settings, ThumbstreamSettings parts, Path home) {
    private static final int PORTS = 7;
    private static final String TRANSACTION_TIMEOUT = "transaction.timeout.ms";
    /** Short enough that a long freeze outlasts it. */
    private static final String TRANSACTION_TIMEOUT_MILLIS = "10000";

    /**
     * Makes the data directory and the file of settings that all parts read, on free ports.
     *
     * @throws ConfigException when the directory is not empty, or brokers were named
     */
    static ChaosSite prepare(ThumbstreamSettings settings) throws IOException {
        if (!settings.isEmbedded()) {
            throw new ConfigException("kafka.bootstrap-servers is '"
                    + settings.kafka().bootstrapServers()
                    + "' but the broker is one of the parts that are killed; leave it empty");
        }
        Path home = Path.of(settings.dataDir()).toAbsolutePath().normalize();
        requireEmpty(home);
        Files.createDirectories(home.resolve("logs"));
        int[] ports = FreePorts.find(PORTS, ProcessHandle.current().pid());
        ThumbstreamSettings parts = settings.reachedAt(
                home.toString(),
                impatient(settings.kafka())
                        .at(Ports.LOOPBACK + ":" + ports[0], "http://" + Ports.LOOPBACK + ":" + ports[1]),
                new ThumbstreamSettings.Embedded(ports[0], ports[1]),
                new ThumbstreamSettings.Admin(Ports.LOOPBACK, ports[2], ports[3], ports[4], ports[5]),
                ports[6]);
        ChaosSite site = new ChaosSite(settings, parts, home);
        new YAMLMapper().writeValue(site.file().toFile(), SettingsWriter.toTree(parts));
        return site;
    }

    private static KafkaSettings impatient(KafkaSettings kafka) {
        Map<String, String> producer = new HashMap<>(kafka.producer());
        producer.putIfAbsent(TRANSACTION_TIMEOUT, TRANSACTION_TIMEOUT_MILLIS);
        return new KafkaSettings(
                kafka.bootstrapServers(),
                kafka.schemaRegistryUrl(),
                kafka.common(),
                producer,
                kafka.consumer(),
                kafka.streams(),
                kafka.schemaRegistry());
    }

    private static void requireEmpty(Path home) throws IOException {
        if (!Files.exists(home)) {
            return;
        }
        if (!Files.isDirectory(home)) {
            throw new ConfigException("--data-dir " + home + " is a file; name a new directory");
        }
        try (Stream<Path> entries = Files.list(home)) {
            if (entries.findAny().isPresent()) {
                throw new ConfigException("--data-dir " + home + " is not empty, and another run may use it;"
                        + " name a new directory, or empty this one");
            }
        }
    }

    /** The file of settings that all parts read. */
    Path file() {
        return home.resolve("parts.yaml");
    }

    /** Where each part writes its log. */
    Path logs() {
        return home.resolve("logs");
    }

    /** Name of the model without prefix. */
    String model() {
        return settings.gateway().modelName();
    }

    /** Base URL of the gateway. */
    URI gateway() {
        return URI.create(
                "http://" + parts.gateway().host() + ":" + parts.gateway().port() + "/");
    }

    /** What answers 200 when {@code part} may receive work; the broker speaks no HTTP. */
    URI probe(ServedPart part) {
        ThumbstreamSettings.Admin admin = parts.admin();
        return switch (part) {
            case REGISTRY ->
                URI.create(parts.kafka().schemaRegistryUrl() + "/subjects/" + lastSubject() + "/versions/latest");
            case GATEWAY -> ready(admin.gatewayPort());
            case GENERATOR -> ready(admin.generatorPort());
            case REWARD -> ready(admin.rewardPort());
            case LEARNER -> ready(admin.learnerPort());
            case BROKER, DRIFT -> throw new IllegalArgumentException("the " + part.key() + " has no URL");
        };
    }

    private static URI ready(int port) {
        return URI.create("http://" + Ports.LOOPBACK + ":" + port + "/ready");
    }

    /** Subjects are registered in the order of the topics. */
    private static String lastSubject() {
        return Topics.all().get(Topics.all().size() - 1).subject();
    }
}
