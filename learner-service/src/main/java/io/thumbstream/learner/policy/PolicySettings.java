package io.thumbstream.learner.policy;

import io.thumbstream.learner.replay.ReplaySettings;
import io.thumbstream.learner.trust.TrustSettings;
import io.thumbstream.model.lm.LoraSettings;
import io.thumbstream.model.lm.Precision;
import io.thumbstream.runtime.catalog.Compatibility.Stage;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.time.Duration;
import java.util.List;

/**
 * How the policy learns.
 *
 * @param groupsPerStep groups in a full step
 * @param maxWait a step is taken with fewer groups when one has waited this long; its learning rate shrinks in proportion
 * @param learningRate of a full step
 * @param weightDecay decoupled decay of matrices; the decay per step is its product with the learning rate
 * @param maxGradientNorm limit of the global gradient norm
 * @param temperature at which the answers were sampled
 * @param maxTokensPerPass prompt and answer tokens, padding included, of one forward pass, a prompt counted for each of its answers;
 *     bounds memory, and the fewer, the less is padded; raise it on a GPU
 * @param lanes parts of a step whose gradients are added in order; as many can be computed side by side, and their number decides how
 *     sums round, at least 1
 * @param activationCheckpointing whether backward computes the activations of a pass again, layer by layer, instead of keeping those of all
 *     layers: less memory for about a third more work
 * @param precision what the products of layers are computed in; weights, gradients and moments are float32 in either case
 * @param maxSkipsInARow non-finite steps in a row after which the learner gives up
 * @param advantage advantage estimator
 * @param objective policy objective
 * @param stabilizers extra losses and changes of the weights, each at most once
 * @param selector replay selector
 * @param pairs pair builder; not used by objectives that do not compare two answers
 * @param replay limits of the replay buffer
 * @param train which weights learn; a run keeps what it began with
 * @param lora shape of the adapter, of no use when all weights learn
 * @param trust how the feedback firewall weighs the labels of answers, where the objective or a stabilizer reads any; its list of probes must be
 *     empty, because experience holds no texts
 */
public record PolicySettings(
        int groupsPerStep,
        Duration maxWait,
        double learningRate,
        double weightDecay,
        double maxGradientNorm,
        double temperature,
        int maxTokensPerPass,
        int lanes,
        boolean activationCheckpointing,
        Precision precision,
        int maxSkipsInARow,
        TechniqueChoice advantage,
        TechniqueChoice objective,
        List<TechniqueChoice> stabilizers,
        TechniqueChoice selector,
        TechniqueChoice pairs,
        ReplaySettings replay,
        Train train,
        LoraSettings lora,
        TrustSettings trust) {
    /** What of the policy learns. */
    public enum Train {
        /** All weights. */
        FULL,
        /** A low-rank adapter on weights that stay as they are. */
        LORA
    }

    public PolicySettings {
        stabilizers = List.copyOf(stabilizers);
        if (groupsPerStep < 1 || maxTokensPerPass < 1 || lanes < 1 || maxSkipsInARow < 1) {
            throw new IllegalArgumentException(
                    "groups-per-step " + groupsPerStep + ", max-tokens-per-pass " + maxTokensPerPass + ", lanes "
                            + lanes + " and max-skips-in-a-row " + maxSkipsInARow + " must be at least 1");
        }
        if (!(learningRate > 0) || !(weightDecay >= 0) || !(maxGradientNorm > 0) || !(temperature > 0)) {
            throw new IllegalArgumentException("learning-rate " + learningRate + ", max-gradient-norm "
                    + maxGradientNorm + " and temperature " + temperature + " must be above 0, weight-decay "
                    + weightDecay + " at least 0");
        }
        if (maxWait.isNegative()) {
            throw new IllegalArgumentException("max-wait is " + maxWait + "; give zero or more");
        }
        if (!trust.probes().list().isEmpty()) {
            throw new IllegalArgumentException(
                    "trust.probes.list names probes, which experience, without texts, cannot show; leave it empty and"
                            + " name them in learner.reward.core.trust.probes.list");
        }
    }

    /**
     * What the learner computes itself, then the configured techniques in order.
     *
     * @throws io.thumbstream.runtime.error.ConfigException when a technique is unknown, set wrongly, or lacks what no experience carries
     */
    public List<Stage> stages() {
        return PolicyStages.of(this).chain();
    }

    /**
     * Whether one of the techniques reads what single tokens earned; where none does it is not kept with the answers, which saves four
     * bytes for each token that waits.
     *
     * @throws io.thumbstream.runtime.error.ConfigException as {@link #stages}
     */
    public boolean readsTokenRewards() {
        return stages().stream().anyMatch(stage -> stage.needs().contains(Signal.TOKEN_REWARD));
    }

    /**
     * Whether one of the techniques reads answers of the policy that learning began with; where none does they are not kept with the groups.
     *
     * @throws io.thumbstream.runtime.error.ConfigException as {@link #stages}
     */
    public boolean readsStartAnswers() {
        return PolicyStages.of(this).readsStartAnswers();
    }

    /**
     * Whether what humans decide about people is heard: where the firewall weighs labels that a technique reads.
     *
     * @throws io.thumbstream.runtime.error.ConfigException as {@link #stages}
     */
    public boolean hearsDecisions() {
        return GroupTrust.hears(trust, PolicyStages.of(this));
    }

    /** The same under another firewall. */
    public PolicySettings withTrust(TrustSettings other) {
        return new PolicySettings(
                groupsPerStep,
                maxWait,
                learningRate,
                weightDecay,
                maxGradientNorm,
                temperature,
                maxTokensPerPass,
                lanes,
                activationCheckpointing,
                precision,
                maxSkipsInARow,
                advantage,
                objective,
                stabilizers,
                selector,
                pairs,
                replay,
                train,
                lora,
                other);
    }

    /** Settings that learned the support task in short runs on single seeds; wider trials are open. */
    public static PolicySettings defaults() {
        return new PolicySettings(
                8,
                Duration.ofSeconds(3),
                4e-4,
                0,
                1,
                1,
                1024,
                2,
                false,
                Precision.FLOAT32,
                20,
                TechniqueChoice.of("rloo"),
                TechniqueChoice.of("joint"),
                List.of(TechniqueChoice.of("kl-penalty"), TechniqueChoice.of("entropy-bonus")),
                TechniqueChoice.of("newest-first"),
                TechniqueChoice.of("group-extremes-builder"),
                ReplaySettings.defaults(),
                Train.FULL,
                LoraSettings.defaults(),
                TrustSettings.defaults());
    }
}
