package io.thumbstream.launcher.up;

import io.thumbstream.gateway.GatewaySettings;
import io.thumbstream.gateway.TlsSettings;
import io.thumbstream.generator.GeneratorSettings;
import io.thumbstream.lab.drift.DriftSettings;
import io.thumbstream.lab.users.UserSettings;
import io.thumbstream.learner.LearnerSettings;
import io.thumbstream.reward.RewardSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import java.nio.file.Path;

/**
 * All settings of the all-in-one mode; the root of every configuration file.
 *
 * @param dataDir where topics, models and state live, kept across restarts
 * @param seed root of all randomness
 * @param kafka brokers and registry; empty addresses embed both
 * @param embedded ports of the embedded broker and registry
 * @param admin ports for operators
 * @param baseModel what version 0 of the policy is
 * @param gateway people and applications to events
 * @param generator policy to rollouts
 * @param reward rollouts and feedback to experience and labels
 * @param learner experience to a better policy, labels to a better reward model
 * @param drift monitors
 * @param users simulated users
 */
public record ThumbstreamSettings(
        String dataDir,
        long seed,
        KafkaSettings kafka,
        Embedded embedded,
        Admin admin,
        BaseModelSettings baseModel,
        GatewaySettings gateway,
        GeneratorSettings generator,
        RewardSettings reward,
        LearnerSettings learner,
        DriftSettings drift,
        UserSettings users) {

    public ThumbstreamSettings {
        if (dataDir.isBlank()) {
            throw new IllegalArgumentException("data-dir is empty; give a directory such as data");
        }
        if (kafka.bootstrapServers().isBlank() != kafka.schemaRegistryUrl().isBlank()) {
            throw new IllegalArgumentException("kafka.bootstrap-servers is '" + kafka.bootstrapServers()
                    + "' and kafka.schema-registry-url is '" + kafka.schemaRegistryUrl()
                    + "'; give both, or neither to embed both");
        }
    }

    /** The shipped defaults: everything embedded, data in {@code ./data}. */
    public static ThumbstreamSettings defaults() {
        return new ThumbstreamSettings(
                "data",
                1,
                KafkaSettings.defaults(),
                new Embedded(9092, 8081),
                new Admin("127.0.0.1", 9101, 9102, 9103, 9104),
                BaseModelSettings.defaults(),
                GatewaySettings.defaults(),
                GeneratorSettings.defaults(),
                RewardSettings.defaults(),
                LearnerSettings.defaults(),
                DriftSettings.defaults(),
                UserSettings.defaults());
    }

    /** These settings on another data directory and with another seed. */
    public ThumbstreamSettings at(String otherDataDir, long otherSeed) {
        return new ThumbstreamSettings(
                otherDataDir,
                otherSeed,
                kafka,
                embedded,
                admin,
                baseModel,
                gateway,
                generator,
                reward,
                learner,
                drift,
                users);
    }

    /** These settings on a data directory and seed of its own and on free ports, so that several may run side by side. */
    public ThumbstreamSettings apart(String otherDataDir, long otherSeed) {
        return new ThumbstreamSettings(
                otherDataDir,
                otherSeed,
                kafka,
                new Embedded(0, 0),
                new Admin(admin.host(), 0, 0, 0, 0, admin.tls()),
                baseModel,
                gateway.withPort(0),
                generator,
                reward,
                learner,
                drift,
                users);
    }

    /** These settings with the addresses of parts that run as processes of their own. */
    public ThumbstreamSettings reachedAt(
            String absoluteDataDir, KafkaSettings reached, Embedded served, Admin operators, int gatewayPort) {
        return new ThumbstreamSettings(
                absoluteDataDir,
                seed,
                reached,
                served,
                operators,
                baseModel,
                gateway.withPort(gatewayPort),
                generator,
                reward,
                learner,
                drift,
                users);
    }

    /** These settings with other simulated users. */
    public ThumbstreamSettings withUsers(UserSettings other) {
        return new ThumbstreamSettings(
                dataDir, seed, kafka, embedded, admin, baseModel, gateway, generator, reward, learner, drift, other);
    }

    /** These settings with other settings of the learner. */
    public ThumbstreamSettings withLearner(LearnerSettings other) {
        return new ThumbstreamSettings(
                dataDir, seed, kafka, embedded, admin, baseModel, gateway, generator, reward, other, drift, users);
    }

    /** These settings with other settings of the gateway. */
    public ThumbstreamSettings withGateway(GatewaySettings other) {
        return new ThumbstreamSettings(
                dataDir, seed, kafka, embedded, admin, baseModel, other, generator, reward, learner, drift, users);
    }

    /** Whether broker and registry run in this process. */
    public boolean isEmbedded() {
        return kafka.bootstrapServers().isBlank();
    }

    /** Brokers and registry with where the keys of people lie: {@code keys} in the data directory unless the settings say otherwise. */
    public KafkaSettings sealedKafka() {
        return kafka.withRegistryDefault(
                AvroSerdes.USER_KEYS,
                Path.of(dataDir).resolve("keys").toAbsolutePath().toString());
    }

    /**
     * Ports of the embedded broker and registry, on loopback.
     *
     * @param brokerPort Kafka; 0 takes any free one
     * @param registryPort schema registry; 0 takes any free one
     */
    public record Embedded(int brokerPort, int registryPort) {
        public Embedded {
            port("embedded.broker-port", brokerPort);
            port("embedded.registry-port", registryPort);
        }
    }

    /**
     * Ports for operators: health, readiness, metrics, facts.
     *
     * @param host address to listen on
     * @param gatewayPort port of the feedback gateway; 0 takes any free one
     * @param generatorPort port of the generator service; 0 takes any free one
     * @param rewardPort port of the reward service; 0 takes any free one
     * @param learnerPort port of the learner service; 0 takes any free one
     * @param tls certificate and key of these ports; empty files for HTTP without TLS
     */
    public record Admin(
            String host, int gatewayPort, int generatorPort, int rewardPort, int learnerPort, TlsSettings tls) {
        public Admin {
            port("admin.gateway-port", gatewayPort);
            port("admin.generator-port", generatorPort);
            port("admin.reward-port", rewardPort);
            port("admin.learner-port", learnerPort);
        }

        /** Ports without TLS. */
        public Admin(String host, int gatewayPort, int generatorPort, int rewardPort, int learnerPort) {
            this(host, gatewayPort, generatorPort, rewardPort, learnerPort, TlsSettings.defaults());
        }
    }

    private static void port(String name, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(name + " is " + port + "; give 0 to 65535");
        }
    }
}
