package io.thumbstream.learner.policy;

import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.lm.LoraSettings;
import io.thumbstream.model.lm.MemoryNeed;
import io.thumbstream.model.tensor.Exhaustion;
import io.thumbstream.runtime.error.FatalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Memory that learning a policy takes, and what helps where it is not there. */
public final class PolicyMemory {
    private final PolicySettings settings;
    private final LmConfig config;
    private final MemoryNeed need;

    private PolicyMemory(PolicySettings settings, LmConfig config, int threads) {
        this.settings = settings;
        this.config = config;
        this.need = MemoryNeed.ofLearning(
                config,
                new MemoryNeed.Learning(
                        settings.train() == PolicySettings.Train.LORA
                                ? Optional.of(settings.lora())
                                : Optional.<LoraSettings>empty(),
                        settings.lanes(),
                        Math.min(settings.lanes(), threads),
                        Math.max(settings.maxTokensPerPass(), config.context()),
                        settings.activationCheckpointing(),
                        settings.precision()));
    }

    /**
     * That of a policy of a shape.
     *
     * @param threads threads that compute a step, at least 1
     */
    public static PolicyMemory of(PolicySettings settings, LmConfig config, int threads) {
        return new PolicyMemory(settings, config, threads);
    }

    /** How much, part by part; a single answer may be as long as the context, however short passes are. */
    public MemoryNeed need() {
        return need;
    }

    /**
     * Refuses what certainly does not fit, before anything of it is loaded.
     *
     * @param memory bytes that the machine or container has
     * @throws FatalException when what is there from the first step to the last is more
     */
    public void requireRoom(long memory) {
        if (need.standing() > memory) {
            throw new FatalException(
                    "the policy learner does not fit into " + MemoryNeed.size(memory) + " of memory: " + advice());
        }
    }

    /**
     * What to throw when {@code what} has failed: the failure itself, or, where memory could not be had, what would have been needed.
     *
     * @param what what did not fit, for a person
     * @throws Error when the failure is one that has nothing to do with memory
     */
    RuntimeException explained(String what, Throwable failure) {
        Optional<Throwable> exhausted = Exhaustion.within(failure);
        if (exhausted.isPresent()) {
            return new FatalException(
                    what + " does not fit into memory (" + exhausted.get().getMessage() + "): " + advice(), failure);
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException other ? other : new IllegalStateException(failure);
    }

    private String advice() {
        return "learning takes about " + need.words() + "; " + String.join(", ", remedies());
    }

    private List<String> remedies() {
        List<String> remedies = new ArrayList<>(List.of("give the process more memory"));
        if (!settings.activationCheckpointing()) {
            remedies.add("set learner.policy.activation-checkpointing=true");
        }
        if (settings.maxTokensPerPass() > config.context()) {
            remedies.add("lower learner.policy.max-tokens-per-pass (" + settings.maxTokensPerPass() + ") towards "
                    + config.context());
        } else {
            remedies.add("lower base-model.context (" + config.context() + " tokens)");
        }
        if (settings.lanes() > 1) {
            remedies.add("set learner.policy.lanes=1 or learner.policy-threads=1");
        }
        if (settings.train() == PolicySettings.Train.FULL) {
            remedies.add("begin anew with learner.policy.train=lora");
        }
        remedies.add("or take a smaller model");
        return remedies;
    }
}
