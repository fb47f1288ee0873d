package io.thumbstream.learner.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.learner.advantage.AdvantageEstimators;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.stabilize.Stabilizers;
import io.thumbstream.model.tensor.Grad;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses, gradients and advantages against {@code golden/objectives.json}, which an independent script computes. */
class GoldenValuesTest {
    private static final JsonNode GOLDEN = read();

    private static JsonNode read() {
        try (InputStream in =
                Objects.requireNonNull(GoldenValuesTest.class.getResourceAsStream("/golden/objectives.json"))) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Stream<Arguments> cases() {
        return StreamSupport.stream(GOLDEN.path("cases").spliterator(), false)
                .map(node ->
                        Arguments.of(node.path("name").asText() + node.path("settings") + node.path("state"), node));
    }

    static Stream<Arguments> advantageCases() {
        return StreamSupport.stream(GOLDEN.path("advantage-cases").spliterator(), false)
                .map(node -> Arguments.of(node.path("name").asText() + node.path("settings"), node));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void shouldMatchTheIndependentScript(String title, JsonNode expected) {
        Grad.prepareThread();
        try (NDManager manager = NDManager.newBaseManager()) {
            BatchArrays.Result result = batch().evaluate(manager, loss(expected));

            assertThat((double) result.loss()).isCloseTo(expected.path("loss").asDouble(), within(1e-5));
            float[] gradient = floats(expected.path("gradient"));
            assertThat(result.gradient()).containsExactly(gradient, within(1e-5f));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("advantageCases")
    void shouldMatchTheScriptsAdvantages(String title, JsonNode expected) {
        float[] rewards = floats(GOLDEN.path("rewards"));
        List<GroupRollout> rollouts = new ArrayList<>();
        for (int i = 0; i < rewards.length; i++) {
            rollouts.add(new GroupRollout(
                    "g." + i, new int[] {1}, new int[i + 1], new float[i + 1], 0, rewards[i], Optional.empty()));
        }
        List<float[]> advantages = AdvantageEstimators.CATALOG
                .create(expected.path("name").asText(), expected.path("settings"))
                .estimate(new RolloutGroup("g", 1, rollouts, Instant.EPOCH));

        float[] values = floats(expected.path("values"));
        for (int i = 0; i < values.length; i++) {
            assertThat(advantages.get(i)).hasSize(i + 1);
            for (float each : advantages.get(i)) {
                assertThat(each).isCloseTo(values[i], within(1e-5f));
            }
        }
    }

    @Test
    void shouldCoverEveryObjectiveAndStabilizer() {
        List<String> covered = StreamSupport.stream(GOLDEN.path("cases").spliterator(), false)
                .map(node -> node.path("name").asText())
                .distinct()
                .toList();

        assertThat(covered).containsAll(PolicyObjectives.CATALOG.names()).containsAll(Stabilizers.CATALOG.names());
    }

    private static Function<PolicyBatch, LossReport> loss(JsonNode expected) {
        String name = expected.path("name").asText();
        if (expected.path("kind").asText().equals("stabilizer")) {
            return Stabilizers.CATALOG.create(name, expected.path("settings"))::penalty;
        }
        PolicyObjective objective = PolicyObjectives.CATALOG.create(name, expected.path("settings"));
        Map<String, Double> state = new HashMap<>();
        expected.path("state")
                .properties()
                .forEach(entry -> state.put(entry.getKey(), entry.getValue().asDouble()));
        if (!state.isEmpty()) {
            objective.restore(state);
        }
        objective.beginStep();
        return objective::evaluate;
    }

    private static BatchArrays batch() {
        return new BatchArrays(
                GOLDEN.path("shape").path(0).asInt(),
                GOLDEN.path("shape").path(1).asInt(),
                floats(GOLDEN.path("log-probs")),
                floats(GOLDEN.path("entropy")),
                floats(GOLDEN.path("mask")),
                floats(GOLDEN.path("proximal")),
                floats(GOLDEN.path("behaviour")),
                floats(GOLDEN.path("reference")),
                floats(GOLDEN.path("advantages")),
                floats(GOLDEN.path("labels")),
                floats(GOLDEN.path("label-weights")),
                BatchArrays.answers(floats(GOLDEN.path("answer-rewards"))),
                new PolicyBatch.Whole(
                        GOLDEN.path("whole-tokens").asDouble(),
                        GOLDEN.path("whole-label-weight").asDouble(),
                        GOLDEN.path("whole-label-weight").asDouble(),
                        GOLDEN.path("whole-answers").asDouble()));
    }

    private static float[] floats(JsonNode node) {
        float[] values = new float[node.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) node.get(i).asDouble();
        }
        return values;
    }
}
