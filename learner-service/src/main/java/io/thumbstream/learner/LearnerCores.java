package io.thumbstream.learner;

import ai.djl.Device;
import ai.djl.engine.Engine;
import com.sun.management.OperatingSystemMXBean;
import io.thumbstream.learner.engine.Build;
import io.thumbstream.learner.policy.PolicyCore;
import io.thumbstream.learner.policy.PolicyMemory;
import io.thumbstream.learner.reward.RewardCore;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.lm.LmConfigFile;
import io.thumbstream.model.reward.RewardModelFiles;
import io.thumbstream.model.reward.RewardTrunk;
import io.thumbstream.model.reward.RewardTrunks;
import io.thumbstream.model.tensor.ComputeDevice;
import io.thumbstream.model.text.BpeVocabulary;
import io.thumbstream.model.text.HfTokenizer;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.service.ServiceContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Optional;

/** The state machines of both learners as they are before their first step, and what identifies their configuration. */
final class LearnerCores {
    static final String POLICY = "policy";
    static final String REWARD = "reward";

    private final LearnerSettings settings;
    private final ServiceContext context;
    private final int policyThreads;

    /** @param policyThreads threads that compute a step of the policy; the result does not depend on them */
    LearnerCores(LearnerSettings settings, ServiceContext context, int policyThreads) {
        this.settings = settings;
        this.context = context;
        this.policyThreads = policyThreads;
    }

    /** For one who has the machine to himself. */
    static LearnerCores alone(LearnerSettings settings, ServiceContext context) {
        return new LearnerCores(settings, context, Runtime.getRuntime().availableProcessors());
    }

    /**
     * A policy learner that starts from version 0 in the data directory.
     *
     * @throws io.thumbstream.runtime.error.FatalException when learning it takes more memory than there is
     */
    PolicyCore policy() {
        Path base = baseDirectory();
        Device device = device();
        if (device.getDeviceType().equals(Device.Type.CPU)) {
            requireRoom(base);
        }
        return new PolicyCore(settings.policy(), base, device, context.clock(), policyThreads, seed("policy-adapter"));
    }

    /** Asks before anything is loaded, because a system that lends out more memory than it has ends the process without a word. */
    private void requireRoom(Path base) {
        LmConfig config;
        try {
            config = LmConfigFile.read(base);
        } catch (IOException e) {
            return; // loading it says what is wrong
        }
        PolicyMemory.of(settings.policy(), config, policyThreads)
                .requireRoom(ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                        .getTotalMemorySize());
    }

    /** A reward learner that has heard nothing. */
    RewardCore reward() {
        Device device = device();
        return new RewardCore(
                settings.reward().core(),
                trunk(),
                directory -> RewardModelFiles.load(directory, device, HfTokenizer::load),
                context.clock());
    }

    private RewardTrunk trunk() {
        if (settings.reward().trunk() == RewardLearnerSettings.Trunk.NGRAM) {
            return RewardTrunks.ngram(settings.reward().ngram(), seed("reward-trunk"));
        }
        Path base = baseDirectory();
        try {
            return RewardTrunks.transformer(
                    settings.reward().transformer(),
                    CausalLm.load(base, device()),
                    base,
                    HfTokenizer.load(base.resolve(BpeVocabulary.FILE)),
                    seed("reward-trunk"));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot start the reward model from " + base + "; put the base model there", e);
        }
    }

    /** Where both models learn; a card that is not there is refused. */
    private Device device() {
        try {
            return ComputeDevice.here(settings.device());
        } catch (IllegalArgumentException e) {
            throw new ConfigException("learner.device is " + e.getMessage());
        }
    }

    private Path baseDirectory() {
        return context.dataDir()
                .resolve("models")
                .resolve(POLICY + "-" + settings.modelName())
                .resolve("v00000000");
    }

    /** Key of a learner's entries and versions, for instance {@code policy/support}. */
    String name(String kind) {
        return kind + "/" + settings.modelName();
    }

    String policyHash() {
        return settings.policyHash();
    }

    String rewardHash() {
        return settings.rewardHash();
    }

    /** This release and the tensor library it computes with. */
    Build build() {
        Engine engine = Engine.getInstance();
        String release = Optional.ofNullable(LearnerCores.class.getPackage().getImplementationVersion())
                .orElse("development");
        return new Build(
                release,
                "DJL " + Engine.getDjlVersion() + ", " + engine.getEngineName() + " " + engine.getVersion() + ", "
                        + device().getDeviceType());
    }

    /** Seed of a named part of the learner service. */
    long seed(String name) {
        return context.random().child("learner").child(name).nextLong();
    }
}
