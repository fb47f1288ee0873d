package io.thumbstream.generator.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Collects the pieces of one answer into chunks that are not sent more often than an interval; the first goes at once. */
public final class ChunkBuffer {
    private final Duration interval;
    private final StringBuilder text = new StringBuilder();
    private Instant next = Instant.MIN;
    private int sequence;

    public ChunkBuffer(Duration interval) {
        this.interval = interval;
    }

    /** Adds text and gives the chunk that is due. */
    public Optional<String> add(String piece, Instant now) {
        text.append(piece);
        if (now.isBefore(next)) {
            return Optional.empty();
        }
        next = now.plus(interval);
        return Optional.of(take());
    }

    /** Takes what was not sent yet, possibly nothing. */
    public String take() {
        String out = text.toString();
        text.setLength(0);
        return out;
    }

    /** Number of the next chunk, from 0 without gaps. */
    public int nextSequence() {
        return sequence++;
    }
}
