package io.thumbstream.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.learner.engine.InputLookup;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.replay.ReplayBuffer;
import io.thumbstream.learner.replay.ReplaySettings;
import io.thumbstream.learner.replay.RolloutGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers of the stages come back from a checkpoint as they were, bit for bit and in their order. */
class BufferFileTest {
    private static final InputLookup<RolloutGroup> NOTHING = wanted -> Map.of();

    private static ReplayBuffer<Position> buffer() {
        return new ReplayBuffer<>(ReplaySettings.defaults(), group -> true);
    }

    @Test
    void shouldBringBackTheNumbersOfTheStages(@TempDir Path directory) throws IOException {
        Map<String, Double> objective = new LinkedHashMap<>();
        objective.put("z", 0.1 + 0.2);
        objective.put("a", -1e-300);
        Map<String, Map<String, Double>> stabilizers = new LinkedHashMap<>();
        stabilizers.put("second", Map.of("sum", 1.0 / 3));
        stabilizers.put("first", Map.of("sum", 1e17 + 2));
        StageState state = new StageState(objective, stabilizers);
        BufferFile.write(buffer(), state, directory);
        StageState found = BufferFile.read(buffer(), directory, NOTHING);

        assertThat(found).isEqualTo(state);
        assertThat(found.objective().keySet()).containsExactly("z", "a");
        assertThat(found.stabilizers().keySet()).containsExactly("second", "first");
    }

    @Test
    void shouldReadCheckpointsFromBeforeStabilizersKeptNumbers(@TempDir Path directory) throws IOException {
        Files.writeString(
                directory.resolve("buffer.json"), "{\"waiting\":[],\"past\":[],\"objective\":{\"steps\":7.0}}");
        StageState found = BufferFile.read(buffer(), directory, NOTHING);

        assertThat(found.objective()).containsExactly(Map.entry("steps", 7.0));
        assertThat(found.stabilizers()).isEmpty();
    }
}
