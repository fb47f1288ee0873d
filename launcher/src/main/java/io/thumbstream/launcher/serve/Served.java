package io.thumbstream.launcher.serve;

import java.util.function.BooleanSupplier;

/**
 * A part that was started.
 *
 * @param where how to reach it, in words
 * @param ready whether it may receive work now
 * @param alive whether it still works or waits for others; false asks for the end of the process
 * @param end stops it
 */
record Served(String where, BooleanSupplier ready, BooleanSupplier alive, Runnable end) implements AutoCloseable {
    @Override
    public void close() {
        end.run();
    }
}
