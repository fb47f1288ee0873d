package io.thumbstream.learner.policy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.learner.engine.InputLookup;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.StepInput;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.trust.WaitingDecisions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Decisions about people that no step of the policy has taken yet, and their part of a checkpoint: where they lie, not what they say.
 *
 * <p>It takes in nothing while nobody hears decisions. One thread owns it.
 */
final class DecisionQueue {
    private static final String FILE = "decisions.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final boolean open;
    private final WaitingDecisions<RolloutGroup> waiting = new WaitingDecisions<>();

    /** @param open whether decisions are heard */
    DecisionQueue(boolean open) {
        this.open = open;
    }

    /** Takes in a decision; one of a known id is ignored. */
    void accept(InputRecord<RolloutGroup> decision) {
        if (open) {
            waiting.accept(decision);
        }
    }

    /** The oldest, as inputs of the next step. */
    List<StepInput<RolloutGroup>> next(int most) {
        return waiting.next(most);
    }

    /** A step has taken the decision. */
    void taken(String id) {
        waiting.taken(id);
    }

    /** Writes where they lie into a snapshot; nothing when none waits. */
    void write(Path directory) throws IOException {
        List<Position> places = waiting.save();
        if (!places.isEmpty()) {
            Files.write(directory.resolve(FILE), JSON.writeValueAsBytes(places));
        }
    }

    /** Takes back what {@link #write} wrote, leaving out what can no longer be read; nothing waits when the snapshot has nothing. */
    void read(Path directory, InputLookup<RolloutGroup> lookup) throws IOException {
        waiting.restore(open ? places(directory.resolve(FILE)) : List.of(), lookup);
    }

    private static List<Position> places(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        Position[] places = JSON.readValue(Files.readAllBytes(file), Position[].class);
        return List.of(places);
    }
}
