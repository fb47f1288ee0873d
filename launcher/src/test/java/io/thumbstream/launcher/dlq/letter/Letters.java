package io.thumbstream.launcher.dlq.letter;

import io.thumbstream.lab.trace.Position;
import java.time.Instant;
import java.util.Optional;

/** Letters made by hand. */
final class Letters {
    static final String TOPIC = "thumbstream.feedback.v1.dlq";
    static final String SOURCE = "thumbstream.feedback.v1";

    private Letters() {}

    static Letter letter(long offset, Optional<Position> source, String error, String reason) {
        return new Letter(
                new Position(TOPIC, 0, offset),
                Instant.ofEpochSecond(1_000 + offset),
                source,
                new Letter.Cause("reward", reason, error, "", ""));
    }

    static Optional<Position> source(int partition, long offset) {
        return Optional.of(new Position(SOURCE, partition, offset));
    }
}
