package io.thumbstream.runtime.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.runtime.random.SeededRandom;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What a service is given besides its own settings.
 *
 * @param kafka brokers, registry and pass-through client settings
 * @param dataDir directory for state and checkpoints
 * @param clock time of day
 * @param random root stream; take a named child
 * @param meters where metrics are registered
 */
public record ServiceContext(
        KafkaSettings kafka, Path dataDir, Clock clock, SeededRandom random, MeterRegistry meters) {}
