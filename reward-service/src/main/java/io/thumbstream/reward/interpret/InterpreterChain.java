package io.thumbstream.reward.interpret;

import io.thumbstream.reward.event.FeedbackKind;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The configured interpreters, one per kind of feedback. Immutable. */
public final class InterpreterChain {

    /** An interpreter with its catalogue name. */
    public record Named(String name, FeedbackInterpreter interpreter) {}

    private final Map<FeedbackKind, Named> byKind = new EnumMap<>(FeedbackKind.class);

    /**
     * @param interpreters by catalogue name
     * @throws IllegalArgumentException when two of them read the same kind
     */
    public InterpreterChain(Map<String, FeedbackInterpreter> interpreters) {
        new LinkedHashMap<>(interpreters)
                .forEach((name, interpreter) ->
                        interpreter.kinds().forEach(kind -> add(kind, new Named(name, interpreter))));
    }

    private void add(FeedbackKind kind, Named named) {
        Named earlier = byKind.putIfAbsent(kind, named);
        if (earlier != null) {
            throw new IllegalArgumentException("interpreters '" + earlier.name() + "' and '" + named.name()
                    + "' both read " + kind + "; keep one of them");
        }
    }

    /** Kinds that make labels. */
    public Set<FeedbackKind> kinds() {
        return Set.copyOf(byKind.keySet());
    }

    /** The interpreter of a kind, empty when this kind is kept without a label. */
    public Optional<Named> of(FeedbackKind kind) {
        return Optional.ofNullable(byKind.get(kind));
    }
}
