package io.thumbstream.launcher.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.launcher.command.CreateTopicsCommand;
import io.thumbstream.launcher.docker.ComposeFile.Container;
import io.thumbstream.launcher.serve.ServeCommand;
import io.thumbstream.launcher.serve.ServedPart;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.runtime.error.ConfigException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.junit.jupiter.api.Test;

/** Every command line, setting, port, volume and broker property of the compose file is one that the code knows. */
class ComposeTest {
    private static final Pattern SECRET =
            Pattern.compile("(?im)(password|passwd|secret|token|api[-_]?key)[\\w-]*\\s*[:=]\\s*\\S");
    private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");
    private static final Pattern CONFLUENT = Pattern.compile("<confluent.version>([^<]+)</confluent.version>");

    private final ComposeFile compose = new ComposeFile();
    private final Map<String, Container> containers = compose.containers();
    private final Dockerfile dockerfile = new Dockerfile();

    @Test
    void shouldServeEveryServiceOnce() {
        List<ServedPart> served = new ArrayList<>();
        for (Container container : compose.ours()) {
            Object verb = Verbs.parse(container.command()).commandSpec().userObject();
            if (verb instanceof ServeCommand) {
                ServedPart part = Verbs.parse(container.command()).matchedPositionalValue(0, ServedPart.BROKER);
                assertThat(container.name()).isEqualTo(part.key());
                served.add(part);
            } else {
                assertThat(verb).isInstanceOf(CreateTopicsCommand.class);
            }
        }
        assertThat(served)
                .containsExactlyInAnyOrder(
                        ServedPart.LEARNER,
                        ServedPart.GENERATOR,
                        ServedPart.REWARD,
                        ServedPart.GATEWAY,
                        ServedPart.DRIFT);
    }

    @Test
    void shouldGiveSettingsThatLoadAndReachTheBrokers() {
        assertThat(compose.ours()).hasSize(6).allSatisfy(container -> {
            ThumbstreamSettings settings = settings(container);
            assertThat(settings.kafka().bootstrapServers()).isEqualTo(advertised("PLAINTEXT"));
            assertThat(settings.kafka().schemaRegistryUrl())
                    .isEqualTo("http://registry:" + port(listener(containers("registry"))));
            assertThat(settings.admin().host()).isEqualTo("0.0.0.0");
            assertThat(container.volumes()).containsExactly("data:" + settings.dataDir());
        });
        assertThat(settings(containers("gateway")).gateway().host()).isEqualTo("0.0.0.0");
    }

    @Test
    void shouldNoticeAVariableThatIsNoSetting() {
        Map<String, String> environment = new HashMap<>(environment(containers("learner")));
        environment.put("THUMBSTREAM_LEARNER_LANES", "2");
        assertThatThrownBy(() -> Verbs.settings(containers("learner").command(), environment))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("THUMBSTREAM_LEARNER_LANES");
    }

    @Test
    void shouldPublishPortsToThisMachineOnly() {
        assertThat(containers.values()).allSatisfy(container -> assertThat(container.ports())
                .allSatisfy(port -> assertThat(port).matches("127\\.0\\.0\\.1:(\\d+):\\1")));
        int page = settings(containers("gateway")).gateway().port();
        assertThat(containers("gateway").ports()).containsExactly("127.0.0.1:" + page + ":" + page);
        assertThat(containers("kafka").ports()).containsExactly(advertised("HOST") + ":" + port(advertised("HOST")));
    }

    @Test
    void shouldConfigureABrokerThatStarts() {
        Properties properties = new Properties();
        containers("kafka").environment().forEach((variable, value) -> {
            assertThat(variable).startsWith("KAFKA_");
            properties.put(
                    variable.substring("KAFKA_".length())
                            .toLowerCase(Locale.ROOT)
                            .replace('_', '.'),
                    value);
        });
        assertThat(AbstractKafkaConfig.CONFIG_DEF.names()).containsAll(properties.stringPropertyNames());
        KafkaConfig broker = new KafkaConfig(properties, false);
        assertThat(broker.autoCreateTopicsEnable()).isFalse();
        assertThat(broker.originals()).containsEntry("process.roles", "broker,controller");
    }

    @Test
    void shouldCreateNoMoreReplicasThanThereAreBrokers() {
        Container topics = containers("topics");
        Short replicas = Verbs.parse(topics.command()).matchedOptionValue("--replication-factor", (short) 0);
        assertThat(replicas).isEqualTo((short) 1);
        assertThat(compose.ours())
                .filteredOn(container -> !container.name().equals("topics"))
                .allSatisfy(container -> assertThat(container
                                .node()
                                .at("/depends_on/topics/condition")
                                .asText())
                        .isEqualTo("service_completed_successfully"));
    }

    @Test
    void shouldTakeTheVersionsThatTheCodeIsBuiltWith() {
        assertThat(containers("kafka").image()).isEqualTo("apache/kafka:" + AppInfoParser.getVersion());
        assertThat(containers("registry").image())
                .isEqualTo("confluentinc/cp-schema-registry:" + first(CONFLUENT, "schemas/confluent-client/pom.xml"));
        assertThat(compose.ours()).allSatisfy(container -> assertThat(container.image())
                .isEqualTo(ComposeFile.OUR_IMAGE + first(VERSION, "pom.xml")));
    }

    @Test
    void shouldHoldTogether() {
        assertThat(containers.values()).allSatisfy(container -> {
            assertThat(containers.keySet()).containsAll(container.after());
            assertThat(container.volumes()).allSatisfy(this::shouldBeThere);
        });
        assertThat(compose.ours()).allSatisfy(container -> assertThat(container.checked())
                .as("only parts with an admin port can be asked: " + container.name())
                .isEqualTo(!List.of("topics", "drift").contains(container.name())));
        String provider = Delivery.yaml(Delivery.DOCKER.resolve("grafana/provisioning/dashboards/thumbstream.yaml"))
                .at("/providers/0/options/path")
                .asText();
        assertThat(containers("grafana").volumes()).contains("./grafana/dashboards:" + provider + ":ro");
    }

    @Test
    void shouldHoldNoSecret() {
        assertThat(Delivery.text(Delivery.DOCKER.resolve("compose.yaml"))).doesNotContainPattern(SECRET);
    }

    private void shouldBeThere(String volume) {
        String source = volume.substring(0, volume.indexOf(':'));
        if (source.startsWith(".")) {
            assertThat(Delivery.DOCKER.resolve(source)).isDirectory();
        } else {
            assertThat(compose.root().path("volumes").has(source)).as(volume).isTrue();
        }
    }

    private Container containers(String name) {
        Container container = containers.get(name);
        assertThat(container).isNotNull();
        return container;
    }

    private Map<String, String> environment(Container container) {
        Map<String, String> environment = new HashMap<>(dockerfile.environment());
        environment.putAll(container.environment());
        return environment;
    }

    private ThumbstreamSettings settings(Container container) {
        return Verbs.settings(container.command(), environment(container));
    }

    /** Where clients of that listener are sent, {@code host:port}. */
    private String advertised(String listener) {
        String all = containers("kafka").environment().getOrDefault("KAFKA_ADVERTISED_LISTENERS", "");
        return List.of(all.split(",")).stream()
                .filter(one -> one.startsWith(listener + "://"))
                .map(one -> one.substring(listener.length() + "://".length()))
                .findFirst()
                .orElseThrow();
    }

    private static String listener(Container registry) {
        return registry.environment().getOrDefault("SCHEMA_REGISTRY_LISTENERS", "");
    }

    private static String port(String address) {
        return address.substring(address.lastIndexOf(':') + 1);
    }

    private static String first(Pattern pattern, String file) {
        return pattern.matcher(Delivery.text(Delivery.REPOSITORY.resolve(file)))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }
}
