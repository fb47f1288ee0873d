package io.thumbstream.launcher.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thumbstream.generator.GeneratorService;
import io.thumbstream.generator.GeneratorSettings;
import io.thumbstream.launcher.embedded.EmbeddedKafka;
import io.thumbstream.launcher.embedded.EmbeddedRegistry;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.runtime.kafka.TopicProvisioner;
import io.thumbstream.runtime.random.SeededRandom;
import io.thumbstream.runtime.service.ServiceContext;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Rollout;
import io.thumbstream.schemas.avro.RolloutChunk;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The generator service on a real broker and registry, with the shipped policy; one story in four steps. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GeneratorIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private EmbeddedKafka kafka;
    private EmbeddedRegistry registry;
    private KafkaSettings settings;
    private GeneratorWorld world;
    private GeneratorService service;
    private Path dir;

    @BeforeAll
    void start(@TempDir Path temporary) {
        dir = temporary;
        kafka = EmbeddedKafka.start(dir.resolve("kafka"));
        registry = EmbeddedRegistry.start(kafka.bootstrapServers(), 0);
        settings = KafkaSettings.of(kafka.bootstrapServers(), registry.url());
        TopicProvisioner.provision(ClientSettings.admin(settings, "test"), Topics.newTopics(), PATIENCE);
        world = new GeneratorWorld(settings);
        service = started();
    }

    @AfterAll
    void stop() {
        service.close();
        world.close();
        registry.close();
        kafka.close();
    }

    @Test
    @Order(1)
    void shouldAnswerEveryPromptWithItsGroupWhenAPolicyIsLive() {
        assertThat(service.ready()).isFalse();
        List<String> groups = names("first", 5);
        groups.forEach(group -> world.prompt(group, 4));
        world.publish(0, world.shippedModel(dir.resolve("v0")), false);

        List<Rollout> rollouts = world.rolloutsOf(groups, 20, PATIENCE);

        assertThat(ids(rollouts)).hasSize(20);
        assertThat(rollouts).allSatisfy(rollout -> {
            assertThat(rollout.getTokens()).isNotEmpty().hasSameSizeAs(rollout.getBehaviourLogProbs());
            assertThat(rollout.getVersionSpans())
                    .allSatisfy(span -> assertThat(span.getPolicyVersion()).isZero());
        });
        for (String group : groups) {
            List<RolloutChunk> chunks = world.chunksOf(group + ".0", PATIENCE);
            String shown = rollouts.stream()
                    .filter(r -> r.getRolloutId().equals(group + ".0"))
                    .map(Rollout::getText)
                    .findFirst()
                    .orElseThrow();
            assertThat(String.join(
                            "", chunks.stream().map(RolloutChunk::getText).toList()))
                    .isEqualTo(shown);
        }
        assertThat(service.ready()).isTrue();
    }

    @Test
    @Order(2)
    void shouldUseTheNewPolicyWithoutRefusingAnyoneWhenOneIsPublished() {
        Path model = world.shippedModel(dir.resolve("v1"));
        List<String> groups = names("swap", 12);
        for (int i = 0; i < groups.size(); i++) {
            world.prompt(groups.get(i), 2);
            if (i == 3) {
                world.publish(1, model, false);
            }
        }
        List<Rollout> during = world.rolloutsOf(groups, 24, PATIENCE);
        assertThat(ids(during)).hasSize(24);
        assertThat(groups).allSatisfy(group -> assertThat(world.chunksOf(group + ".0", PATIENCE))
                .allSatisfy(chunk -> assertThat(chunk.getError()).isEmpty()));

        assertThat(world.answeredByVersion(1, "after", PATIENCE)).isTrue();
    }

    @Test
    @Order(3)
    void shouldKeepTheOldPolicyAndSayWhyWhenTheNewOneIsCorrupt() {
        world.publish(2, world.shippedModel(dir.resolve("v2")), true);
        List<String> groups = names("corrupt", 3);
        groups.forEach(group -> world.prompt(group, 2));

        List<Rollout> rollouts = world.rolloutsOf(groups, 6, PATIENCE);

        assertThat(rollouts).allSatisfy(rollout -> assertThat(rollout.getVersionSpans())
                .allSatisfy(span -> assertThat(span.getPolicyVersion()).isEqualTo(1)));
        assertThat(world.eventually(
                        () -> service.info()
                                .getOrDefault("policy-problem", "none")
                                .contains("sha256"),
                        PATIENCE))
                .isTrue();
        assertThat(service.alive()).isTrue();
    }

    @Test
    @Order(4)
    void shouldAnswerOnlyNewPromptsWhenItIsStartedAgain() {
        service.close();
        world.publish(3, dir.resolve("v1"), false);
        service = started();
        List<String> groups = names("restart", 2);
        groups.forEach(group -> world.prompt(group, 2));

        assertThat(ids(world.rolloutsOf(groups, 4, PATIENCE))).hasSize(4);

        assertThat(world.repeated()).as("rollouts written twice").isEmpty();
    }

    private GeneratorService started() {
        GeneratorService made = new GeneratorService(
                GeneratorSettings.defaults(),
                new ServiceContext(settings, dir, Clock.systemUTC(), new SeededRandom(7), new SimpleMeterRegistry()));
        made.start();
        return made;
    }

    private static List<String> names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + "-" + i).toList();
    }

    private static Set<String> ids(List<Rollout> rollouts) {
        Set<String> ids = new HashSet<>();
        rollouts.forEach(rollout -> ids.add(rollout.getRolloutId()));
        return ids;
    }
}
