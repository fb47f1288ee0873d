package io.thumbstream.launcher.console;

/** Shows how far a long task is. */
public interface Progress extends AutoCloseable {
    /** Says what is being done, and out of how much. */
    void phase(String name, long total);

    /** Says how much of the phase is done. */
    void done(long count);

    @Override
    void close();
}
