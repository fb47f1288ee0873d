package io.thumbstream.launcher.up;

import ai.djl.Device;
import ai.djl.engine.Engine;
import io.thumbstream.learner.LearnerDevice;
import io.thumbstream.learner.LearnerSettings;
import io.thumbstream.model.lm.Precision;
import io.thumbstream.model.tensor.NativeThreads;
import java.util.Locale;

/** In words, what models compute with: device, type of numbers, threads, and what it takes to use a graphics card. */
public final class ComputeWords {
    private ComputeWords() {}

    /**
     * What settings say of it.
     *
     * @param device where learners compute, as {@code learner.device} has it
     * @param precision what the products of a policy step are computed in
     * @param policyThreads threads of one step of the policy
     */
    public record Chosen(String device, Precision precision, int policyThreads) {
        /** Those of {@code settings}. */
        public static Chosen of(LearnerSettings settings) {
            return new Chosen(settings.device(), settings.policy().precision(), settings.policyThreads());
        }
    }

    /**
     * What the models of this process compute with, now that its native threads are set.
     *
     * @throws io.thumbstream.runtime.error.ConfigException when the settings name a card that is not there
     */
    static String now(Chosen chosen) {
        Engine engine = Engine.getInstance();
        return library(engine) + " on " + placement(engine.getGpuCount(), NativeThreads.count(), chosen);
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
     * @throws io.thumbstream.runtime.error.ConfigException when the settings name a card that is not there
     */
    public static String placement(int gpus, int nativeThreads, Chosen chosen) {
        Device device = LearnerDevice.choose(chosen.device(), gpus);
        String where = device.getDeviceType().equals(Device.Type.CPU)
                ? "the CPU"
                : "CUDA device " + device.getDeviceId() + " of " + gpus
                        + " (learners; sampler and scorer are on the CPU)";
        String numbers = chosen.precision() == Precision.FLOAT32
                ? "float32"
                : "float32 with products of a policy step in bfloat16 (learner.policy.precision)";
        return String.format(
                Locale.ROOT,
                "%s, %s, %d native thread(s) an operation, %d thread(s) a policy step (learner.policy-threads)",
                where,
                numbers,
                nativeThreads,
                chosen.policyThreads());
    }

    /** How to have the learners use an NVIDIA card. */
    public static String cuda(String pytorch) {
        return "put libtorch " + pytorch + " for CUDA 12.8 into a directory and start with"
                + " PYTORCH_LIBRARY_PATH=DIRECTORY PYTORCH_VERSION=" + pytorch + " PYTORCH_FLAVOR=cu128";
    }
}
