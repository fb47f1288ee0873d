package io.thumbstream.learner.engine;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Goes through the entries of a log in order and finds how far back it reaches. One thread uses it. */
public final class LogSurvey {
    private final Map<Partition, Long> beginnings;
    private final Map<Partition, Long> needed = new TreeMap<>();
    private final Set<String> configHashes = new LinkedHashSet<>();
    private long first;
    private long last;
    private long earliestStart;

    /** @param beginnings first offset that each partition of inputs still has; one that is not named has nothing */
    public LogSurvey(Map<Partition, Long> beginnings) {
        this.beginnings = Map.copyOf(beginnings);
    }

    /** Takes the next entry in; one of a step that was there before is passed over, as a replay does. */
    public void accept(StepEntry entry) {
        long step = entry.context().step();
        if (step <= last) {
            return;
        }
        if (step > last + 1) {
            earliestStart = step - 1;
        }
        first = first == 0 ? step : first;
        last = step;
        // the latest configuration stands at the end
        boolean unusedKnown = configHashes.remove(entry.configHash());
        configHashes.add(entry.configHash());
        for (InputRef input : entry.inputs()) {
            Partition in = input.position().in();
            needed.merge(in, input.position().offset(), Math::min);
            if (input.position().offset() < beginning(in)) {
                earliestStart = step;
            }
        }
    }

    /** What was found so far. */
    public LogReach reach() {
        Map<Partition, LogReach.Span> inputs = new TreeMap<>();
        needed.forEach((in, offset) -> inputs.put(in, new LogReach.Span(offset, beginning(in))));
        return new LogReach(first, last, earliestStart, inputs, List.copyOf(configHashes));
    }

    private long beginning(Partition in) {
        return beginnings.getOrDefault(in, Long.MAX_VALUE);
    }
}
