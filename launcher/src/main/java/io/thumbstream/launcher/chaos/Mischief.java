package io.thumbstream.launcher.chaos;

/** Trouble that is more than a deed to one of the parts: clients make it, or it takes several steps. */
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

    /** Brings the condition about; called before each time that it is held, returns when it is there, or cannot be had. */
    default void begin() throws InterruptedException {}

    /** Makes a little of it; called twice a second while the condition is held, and must not wait for answers. */
    void act();

    /** Ends the condition; called after each time that it was held. */
    default void end() throws InterruptedException {}

    /** What came of it. Called once, when the pipeline has recovered and still runs; waits for answers. */
    Evidence evidence();

    @Override
    default void close() {}
}
