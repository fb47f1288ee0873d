package io.thumbstream.launcher.up;

import ai.djl.engine.Engine;
import io.thumbstream.model.tensor.NativeThreads;
import java.util.Locale;

/** In words, what models compute with: device, type of numbers, threads, and what it takes to use a graphics card. */
public final class ComputeWords {
    private ComputeWords() {}

    /** What the models of this process compute with, now that its native threads are set. */
    static String now(int policyThreads) {
        Engine engine = Engine.getInstance();
        return library(engine) + " on " + placement(engine.getGpuCount(), NativeThreads.count(), policyThreads);
    }

    /** The tensor library with its versions. */
    public static String library(Engine engine) {
        return "DJL " + Engine.getDjlVersion() + " with " + engine.getEngineName() + " " + engine.getVersion();
    }

    /**
     * Where numbers are, of which type, and by how many threads they are computed.
     *
     * @param gpus graphics cards that the tensor library can use
     * @param nativeThreads threads of one operation
     * @param policyThreads threads of one step of the policy
     */
    public static String placement(int gpus, int nativeThreads, int policyThreads) {
        String device =
                gpus > 0 ? "CUDA device 0 of " + gpus + " (learners; sampler and scorer are on the CPU)" : "the CPU";
        return String.format(
                Locale.ROOT,
                "%s, float32, %d native thread(s) an operation, %d thread(s) a policy step (learner.policy-threads)",
                device,
                nativeThreads,
                policyThreads);
    }

    /** How to have the learners use an NVIDIA card. */
    public static String cuda(String pytorch) {
        return "put libtorch " + pytorch + " for CUDA 12.8 into a directory and start with"
                + " PYTORCH_LIBRARY_PATH=DIRECTORY PYTORCH_VERSION=" + pytorch + " PYTORCH_FLAVOR=cu128";
    }
}
