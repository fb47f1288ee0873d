package io.thumbstream.launcher.votes;

import io.thumbstream.runtime.kafka.KafkaSettings;
import java.net.URI;

/** A Thumbstream that takes votes: one that runs elsewhere, or one started for the occasion. */
public interface RunningSystem extends AutoCloseable {
    /** Base URL of the gateway. */
    URI gateway();

    /** Brokers and registry. */
    KafkaSettings kafka();

    @Override
    void close();

    /** A system that runs elsewhere and stays running. */
    static RunningSystem at(URI gateway, KafkaSettings kafka) {
        return new RunningSystem() {
            @Override
            public URI gateway() {
                return gateway;
            }

            @Override
            public KafkaSettings kafka() {
                return kafka;
            }

            @Override
            public void close() {}
        };
    }
}
