package io.thumbstream.reward.assemble;

import io.thumbstream.reward.RewardSettings;
import io.thumbstream.reward.event.Event;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.Label;
import io.thumbstream.reward.interpret.FeedbackInterpreter;
import io.thumbstream.reward.interpret.InterpreterChain;
import io.thumbstream.reward.interpret.Interpreters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A joiner in memory with its outputs collected; times in milliseconds. */
final class Bench implements JoinerListener {
    private static final long MICROS = 1_000;

    final MemoryStore store = new MemoryStore();
    final List<Output> outputs = new ArrayList<>();
    final List<String> counts = new ArrayList<>();
    final List<String> dropped = new ArrayList<>();
    int unmatched;
    private final FeedbackJoiner joiner;

    Bench(JoinerSettings settings) {
        this(settings, List.of());
    }

    /** @param more interpreters beside those of the defaults */
    Bench(JoinerSettings settings, List<String> more) {
        this(settings, interpreters(more));
    }

    /** @param interpreters all that there are, by name */
    Bench(JoinerSettings settings, Map<String, FeedbackInterpreter> interpreters) {
        joiner = new FeedbackJoiner(settings, new InterpreterChain(interpreters), store, this);
    }

    private static Map<String, FeedbackInterpreter> interpreters(List<String> more) {
        Map<String, FeedbackInterpreter> interpreters = new LinkedHashMap<>();
        RewardSettings.defaults()
                .interpreters()
                .forEach(choice -> interpreters.put(choice.name(), Interpreters.CATALOG.create(choice)));
        more.forEach(name -> interpreters.put(name, Interpreters.CATALOG.create(name)));
        return interpreters;
    }

    Bench() {
        this(JoinerSettings.defaults());
    }

    Bench take(Event... events) {
        for (Event event : events) {
            joiner.accept(event);
        }
        return this;
    }

    /** Releases everything up to and including the given event time. */
    Bench until(long millis) {
        outputs.addAll(joiner.advance((millis + 500) * MICROS, Integer.MAX_VALUE));
        return this;
    }

    List<Label> labels() {
        return of(Output.Labelled.class).stream().map(Output.Labelled::label).toList();
    }

    List<Output.Draft> drafts() {
        return of(Output.Draft.class);
    }

    List<Output.Refused> refused() {
        return of(Output.Refused.class);
    }

    <T extends Output> List<T> of(Class<T> type) {
        return outputs.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void feedback(FeedbackKind kind, String outcome) {
        counts.add(kind + " " + outcome);
    }

    @Override
    public void feedbackDelay(double seconds) {}

    @Override
    public void unmatched() {
        unmatched++;
    }

    @Override
    public void groupDropped(String reason) {
        dropped.add(reason);
    }

    @Override
    public void stalled(boolean stalled) {}
}
