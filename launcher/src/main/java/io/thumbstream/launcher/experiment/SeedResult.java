package io.thumbstream.launcher.experiment;

import java.util.List;
import java.util.stream.Stream;

/**
 * What one seed showed. Utilities are means of the true utility over the same held-back messages and the newest versions of the policy,
 * unit points; "old" and "new" name the taste before and after the change.
 *
 * @param seed root of all randomness
 * @param learned utility, old taste, of the policy after the first phase
 * @param frozen utility, new taste, of that same policy: what a policy that stops learning at the change is worth
 * @param adapted utility, new taste, of the policy that went on learning
 * @param halfAdapted utility, new taste, of the policy that went on learning from a reward model frozen at the change
 * @param before first phase
 * @param after second phase, everything learning
 * @param afterFrozenReward second phase with the reward model frozen
 */
record SeedResult(
        long seed,
        double learned,
        double frozen,
        double adapted,
        double halfAdapted,
        PhaseResult before,
        PhaseResult after,
        PhaseResult afterFrozenReward) {

    List<PhaseResult> phases() {
        return List.of(before, after, afterFrozenReward);
    }

    /** Phases in which votes reach the policy through both learners. */
    Stream<PhaseResult> learning() {
        return Stream.of(before, after);
    }

    /** Share of the way from the shipped policy to the best of 64 answers that was made before the change. */
    double share(BaseScore base) {
        return base.shareOld(learned);
    }

    /** Share of the way made under the new taste, as a part of the share made before the change. */
    double recovery(BaseScore base) {
        return base.shareFresh(adapted) / base.shareOld(learned);
    }
}
