package io.thumbstream.launcher.up;

import ai.djl.Device;
import ai.djl.engine.Engine;
import io.thumbstream.model.lm.Precision;
import io.thumbstream.model.tensor.ComputeDevice;
import io.thumbstream.model.tensor.NativeThreads;
import io.thumbstream.runtime.error.ConfigException;
import java.util.Locale;

/** In words, what models compute with: device, type of numbers, threads, and what it takes to use a graphics card. */
public final class ComputeWords {
    private static final String CPU = "the CPU";

    private ComputeWords() {}

    /**
     * What settings say of it.
     *
     * @param learners where learners compute, as {@code learner.device} has it
     * @param sampler where answers are sampled, as {@code generator.device} has it
     * @param precision what the products of a policy step are computed in
     * @param policyThreads threads of one step of the policy
     */
    public record Chosen(String learners, String sampler, Precision precision, int policyThreads) {
        /** Those of {@code settings}. */
        public static Chosen of(ThumbstreamSettings settings) {
            return new Chosen(
                    settings.learner().device(),
                    settings.generator().device(),
                    settings.learner().policy().precision(),
                    settings.learner().policyThreads());
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
        String numbers = chosen.precision() == Precision.FLOAT32
                ? "float32"
                : "float32 with products of a policy step in bfloat16 (learner.policy.precision)";
        return String.format(
                Locale.ROOT,
                "%s, %s, %d native thread(s) an operation, %d thread(s) a policy step (learner.policy-threads)",
                where(gpus, chosen),
                numbers,
                nativeThreads,
                chosen.policyThreads());
    }

    private static String where(int gpus, Chosen chosen) {
        Device learners = device("learner.device", chosen.learners(), gpus);
        Device sampler = device("generator.device", chosen.sampler(), gpus);
        if (onCpu(learners) && onCpu(sampler)) {
            return CPU;
        }
        if (onCpu(sampler)) {
            return word(learners, gpus) + " (learners; sampler and scorer are on the CPU)";
        }
        return word(learners, gpus) + " (learners), " + word(sampler, gpus) + " (sampler) and the CPU (scorer)";
    }

    private static Device device(String key, String choice, int gpus) {
        try {
            return ComputeDevice.choose(choice, gpus);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(key + " is " + e.getMessage());
        }
    }

    private static String word(Device device, int gpus) {
        return onCpu(device) ? CPU : "CUDA device " + device.getDeviceId() + " of " + gpus;
    }

    private static boolean onCpu(Device device) {
        return device.getDeviceType().equals(Device.Type.CPU);
    }

    /** How to have models use an NVIDIA card. */
    public static String cuda(String pytorch) {
        return "put libtorch " + pytorch + " for CUDA 12.8 into a directory and start with"
                + " PYTORCH_LIBRARY_PATH=DIRECTORY PYTORCH_VERSION=" + pytorch + " PYTORCH_FLAVOR=cu128";
    }
}
