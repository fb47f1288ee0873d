package io.thumbstream.learner.trust;

import io.thumbstream.learner.engine.InputLookup;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.StepInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decisions about people that no step has taken yet, in the order in which they came. One thread owns it.
 *
 * @param <T> what the learner makes of records
 */
public final class WaitingDecisions<T> {
    private final Map<String, InputRecord<T>> waiting = new LinkedHashMap<>();

    /** Takes in a decision; one of a known id is ignored. */
    public void accept(InputRecord<T> record) {
        waiting.putIfAbsent(record.id(), record);
    }

    /** The oldest, as inputs of the next step. */
    public List<StepInput<T>> next(int most) {
        return waiting.values().stream().limit(most).map(StepInput::of).toList();
    }

    /** A step has taken the decision. */
    public void taken(String id) {
        waiting.remove(id);
    }

    /** Places of all, oldest first. */
    public List<Position> save() {
        return waiting.values().stream().map(InputRecord::position).toList();
    }

    /** Puts back what was saved; what can no longer be read is left out. */
    public void restore(List<Position> saved, InputLookup<T> lookup) {
        waiting.clear();
        if (saved.isEmpty()) {
            return;
        }
        Map<Position, InputRecord<T>> found = lookup.read(saved);
        for (Position position : saved) {
            InputRecord<T> record = found.get(position);
            if (record != null) {
                accept(record);
            }
        }
    }
}
