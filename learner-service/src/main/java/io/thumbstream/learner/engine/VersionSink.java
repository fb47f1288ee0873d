package io.thumbstream.learner.engine;

import java.util.OptionalLong;

/** Where versions are announced. */
public interface VersionSink extends AutoCloseable {
    /** Newest version announced for this model; empty when none was. */
    OptionalLong newest();

    /** Whether an operator went back to an older version: nothing is announced until that is taken back. */
    boolean held();

    /** Announces {@code version}; returns when the announcement is durable. */
    void announce(PublishedVersion version);

    @Override
    void close();
}
