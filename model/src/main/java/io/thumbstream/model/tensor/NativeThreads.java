package io.thumbstream.model.tensor;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Threads that one native operation may use.
 *
 * <p>Their number decides how long sums are split and therefore how they round: equal bits need an equal number. It belongs to
 * the process; set it before the first tensor is made.
 */
public final class NativeThreads {
    private NativeThreads() {}

    /** Threads in use, at least 1. */
    public static int count() {
        var unused = Engine.getInstance(); // loads the native library, without which the call below cannot link
        return JniUtils.getNumThreads();
    }

    /**
     * Changes the number for the whole process.
     *
     * @throws IllegalArgumentException when it is below 1
     */
    public static void use(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("Native threads are " + threads + "; give at least 1");
        }
        var unused = Engine.getInstance();
        JniUtils.setNumThreads(threads);
    }
}
