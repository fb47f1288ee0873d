package io.thumbstream.runtime.error;

import java.util.List;

/** Settings that cannot be used; carries every problem found, so that one run shows them all. */
public final class ConfigException extends ThumbstreamException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public ConfigException(List<String> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    public ConfigException(String problem) {
        this(List.of(problem));
    }

    /** Problems in the order found, each naming the key, the value and the remedy. */
    public List<String> problems() {
        return problems;
    }

    private static String message(List<String> problems) {
        return problems.size() == 1
                ? problems.get(0)
                : problems.size() + " problems in the configuration:\n  - " + String.join("\n  - ", problems);
    }
}
