package io.thumbstream.launcher.rewardtrial;

import io.thumbstream.learner.correct.Evidence;
import io.thumbstream.learner.reward.LabelKind;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.reward.ask.ActiveQuerySelector;
import io.thumbstream.reward.ask.AskCandidate;
import io.thumbstream.reward.ask.AskPolicies;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The judgements that people are asked for: pairs come in parts, and about which of a part is asked hangs on what the reward model says of
 * them at that moment. The probability of having been asked is recorded with the label. Thumbs are not asked for. One run owns it.
 */
final class AskedJudgements {
    private static final int AT_ONCE = 128;

    private final DataSettings.Asking asking;
    private final ActiveQuerySelector selector;
    private final Function<List<ScoreInput>, double[][]> scores;

    /**
     * Asks in one arm.
     *
     * @param policy by which is chosen
     * @param seed of the coins; the same pairs have the same coins in every arm
     * @param scores of answers by the reward model as it is then, {@code [input][member]}
     */
    AskedJudgements(
            TechniqueChoice policy,
            DataSettings.Asking asking,
            long seed,
            Function<List<ScoreInput>, double[][]> scores) {
        this.asking = asking;
        this.selector = new ActiveQuerySelector(
                AskPolicies.CATALOG.create(policy), ActiveQuerySelector.Settings.of(asking.share()), seed);
        this.scores = scores;
    }

    /** All judgements in as many parts of equal size as there are rounds, the last perhaps smaller; one where all are asked for. */
    List<List<RewardData.Judgement>> parts(List<RewardData.Judgement> all) {
        if (asking.all()) {
            return List.of(all);
        }
        int size = Math.max(1, (all.size() + asking.rounds() - 1) / asking.rounds());
        List<List<RewardData.Judgement>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            parts.add(all.subList(from, Math.min(from + size, all.size())));
        }
        return parts;
    }

    /** What is said about a part, in its order. */
    List<RewardData.Judgement> said(List<RewardData.Judgement> part) {
        if (asking.all()) {
            return part;
        }
        List<RewardData.Judgement> said = new ArrayList<>();
        for (int from = 0; from < part.size(); from += AT_ONCE) {
            said.addAll(asked(part.subList(from, Math.min(from + AT_ONCE, part.size()))));
        }
        return said;
    }

    private List<RewardData.Judgement> asked(List<RewardData.Judgement> some) {
        double[][] scored = scores.apply(
                some.stream().flatMap(each -> each.label().items().stream()).toList());
        List<RewardData.Judgement> asked = new ArrayList<>();
        int next = 0;
        for (RewardData.Judgement judgement : some) {
            int first = next;
            next += judgement.label().items().size();
            if (judgement.label().kind() != LabelKind.PAIR) {
                asked.add(judgement);
                continue;
            }
            AskCandidate candidate = AskCandidate.of(scored[first], scored[first + 1]);
            ActiveQuerySelector.Decision decision = selector.decide(judgement.id(), candidate);
            if (decision.asked()) {
                asked.add(recorded(judgement, decision.probability()));
            }
        }
        return asked;
    }

    private static RewardData.Judgement recorded(RewardData.Judgement judgement, double probability) {
        RewardLabel label = judgement.label();
        Evidence evidence = label.evidence();
        return new RewardData.Judgement(
                judgement.id(),
                new RewardLabel(
                        label.kind(),
                        label.items(),
                        label.value(),
                        label.weight(),
                        label.userKey(),
                        label.at(),
                        new Evidence(evidence.kind(), evidence.silent(), evidence.delaySeconds(), probability)),
                judgement.flipped());
    }
}
