package io.thumbstream.runtime.service;

import java.util.Map;

/**
 * A part of the pipeline with a life cycle: constructed, started once, closed once.
 *
 * <p>Dependencies that are slow to come up make a service not ready; they never make it not alive.
 */
public interface Service extends AutoCloseable {
    /** Short name used in logs, metrics and consumer groups, for example {@code generator}. */
    String name();

    /** Begins work and returns when the service's own loops run; does not wait for brokers. */
    void start();

    /** Whether every loop beats; false asks for a restart of the process. */
    boolean alive();

    /** Whether it may receive work now. */
    boolean ready();

    /** Facts for {@code /info}: model versions, ports, config hash. */
    Map<String, String> info();

    /** Stops intake, finishes or gives up work in flight, flushes, and returns within its shutdown budget. */
    @Override
    void close();
}
