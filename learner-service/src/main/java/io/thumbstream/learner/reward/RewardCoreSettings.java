package io.thumbstream.learner.reward;

import io.thumbstream.learner.correct.ConfiguredCorrections;
import io.thumbstream.learner.correct.CorrectionSettings;
import io.thumbstream.learner.trust.TrustSettings;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.time.Duration;
import java.util.List;

/**
 * How the reward learner uses labels.
 *
 * @param objective entry of {@link RewardObjectives}
 * @param terms losses that are added to it, each at most once
 * @param batch labels of one step at most, in {@code [1, 1024]}
 * @param maxWait a step is taken with fewer new labels when one has waited this long; larger batches give a steadier model
 * @param recentLabels newest labels kept for reuse, in {@code [1, 1000000]}; older ones are forgotten, so that tastes may change
 * @param uses how often a label about one answer is learned in all, in {@code [1, 100]}; thumbs are few, so they are used again
 * @param pairUses the same for pairs and places of orders; on real pair votes one pass foresees later votes best
 * @param drift when labels that are foreseen worse count as a change of wishes, after which steps are large again
 * @param people step sizes of the people's effects
 * @param corrections how labels of each kind are corrected for late, unasked and unwilling feedback; none by default
 * @param trust how much the votes of a person may weigh
 * @param coAdaptation when the reward model also learns from its own judgement; never by default
 */
public record RewardCoreSettings(
        TechniqueChoice objective,
        List<TechniqueChoice> terms,
        int batch,
        Duration maxWait,
        int recentLabels,
        int uses,
        int pairUses,
        LossRise.Settings drift,
        PeopleEffects.Settings people,
        CorrectionSettings corrections,
        TrustSettings trust,
        CoAdaptationLoop.Settings coAdaptation) {
    public RewardCoreSettings {
        terms = List.copyOf(terms);
        if (terms.stream().map(TechniqueChoice::name).distinct().count() < terms.size()) {
            throw new IllegalArgumentException("terms name one term twice; keep one of them");
        }
        range("batch", batch, 1, 1024);
        if (maxWait.isNegative()) {
            throw new IllegalArgumentException("max-wait is " + maxWait + "; give zero or more");
        }
        range("recent-labels", recentLabels, 1, 1_000_000);
        range("uses", uses, 1, 100);
        range("pair-uses", pairUses, 1, 100);
        List<String> problems = ConfiguredCorrections.problems(corrections);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** Without co-adaptation. */
    public RewardCoreSettings(
            TechniqueChoice objective,
            List<TechniqueChoice> terms,
            int batch,
            Duration maxWait,
            int recentLabels,
            int uses,
            int pairUses,
            LossRise.Settings drift,
            PeopleEffects.Settings people,
            CorrectionSettings corrections,
            TrustSettings trust) {
        this(
                objective,
                terms,
                batch,
                maxWait,
                recentLabels,
                uses,
                pairUses,
                drift,
                people,
                corrections,
                trust,
                CoAdaptationLoop.Settings.off());
    }

    /** Thumbs and pairs together, batches of 32 or of 1 s, thumbs four times from the newest 2,048, pairs once. */
    public static RewardCoreSettings defaults() {
        return new RewardCoreSettings(
                TechniqueChoice.of("by-label-kind"),
                List.of(),
                32,
                Duration.ofSeconds(1),
                2048,
                4,
                1,
                new LossRise.Settings(0.2, 12, 100),
                PeopleEffects.Settings.defaults(),
                CorrectionSettings.none(),
                TrustSettings.defaults());
    }

    /**
     * The same for recorded votes on lasting questions, where a surprise is never a change of wishes and a few diligent raters may give
     * most of the votes.
     */
    public static RewardCoreSettings recorded() {
        RewardCoreSettings live = defaults();
        return new RewardCoreSettings(
                live.objective,
                live.terms,
                live.batch,
                live.maxWait,
                live.recentLabels,
                live.uses,
                live.pairUses,
                new LossRise.Settings(1, 1e9, 100),
                live.people,
                live.corrections,
                TrustSettings.off());
    }

    /** The same without waiting, for labels that are all there. */
    public RewardCoreSettings withoutWait() {
        return new RewardCoreSettings(
                objective,
                terms,
                batch,
                Duration.ZERO,
                recentLabels,
                uses,
                pairUses,
                drift,
                people,
                corrections,
                trust,
                coAdaptation);
    }

    /** The same with other trust in people. */
    public RewardCoreSettings withTrust(TrustSettings other) {
        return new RewardCoreSettings(
                objective,
                terms,
                batch,
                maxWait,
                recentLabels,
                uses,
                pairUses,
                drift,
                people,
                corrections,
                other,
                coAdaptation);
    }

    private static void range(String name, int value, int low, int high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(name + " is " + value + "; choose from " + low + " to " + high);
        }
    }
}
