package io.thumbstream.launcher.dlq.letter;

/** What is done with a dead letter that was asked for. */
public enum Verdict {
    /** Its record is sent to its source topic. */
    SEND("sent"),
    /** Passed over: its source topic holds its replay. */
    REPLAYED("replayed before"),
    /** Passed over: it does not say that its record comes from the topic whose dead letters these are. */
    FOREIGN("not from the source topic"),
    /** Passed over: records behind its source are gone from the source topic, and its replay may have been among them. */
    FORGOTTEN("records gone that could say whether it was replayed");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }
}
