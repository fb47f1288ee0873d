package io.thumbstream.launcher.chaos;

/** Trouble that clients make. */
interface Mischief extends AutoCloseable {
    /** None, where the trouble is done to a process. */
    Mischief NONE = new Mischief() {
        @Override
        public void act() {}

        @Override
        public Evidence evidence() {
            return Evidence.NONE;
        }
    };

    /** Makes a little of it; called twice a second while the condition is held, and must not wait for answers. */
    void act();

    /** What came of it. Called once, when the pipeline has recovered and still runs; waits for answers. */
    Evidence evidence();

    @Override
    default void close() {}
}
