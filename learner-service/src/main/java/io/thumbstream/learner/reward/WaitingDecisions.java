package io.thumbstream.learner.reward;

import io.thumbstream.learner.engine.InputLookup;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.StepInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decisions of humans about people that no step has taken yet, in the order in which they came. One thread owns it. */
final class WaitingDecisions {
    private final Map<String, InputRecord<RewardLabel>> waiting = new LinkedHashMap<>();

    /** Takes in a decision; one of a known id is ignored. */
    void accept(InputRecord<RewardLabel> record) {
        waiting.putIfAbsent(record.id(), record);
    }

    /** The oldest, as inputs of the next step. */
    List<StepInput<RewardLabel>> next(int most) {
        return waiting.values().stream().limit(most).map(StepInput::of).toList();
    }

    /** A step has taken the decision. */
    void taken(String id) {
        waiting.remove(id);
    }

    /** Places of all, oldest first. */
    List<Position> save() {
        return waiting.values().stream().map(InputRecord::position).toList();
    }

    /** Puts back what was saved; what can no longer be read is left out. */
    void restore(List<Position> saved, InputLookup<RewardLabel> lookup) {
        waiting.clear();
        if (saved.isEmpty()) {
            return;
        }
        Map<Position, InputRecord<RewardLabel>> found = lookup.read(saved);
        for (Position position : saved) {
            InputRecord<RewardLabel> record = found.get(position);
            if (record != null) {
                accept(record);
            }
        }
    }
}
