package io.thumbstream.reward.wire;

import io.thumbstream.reward.ask.ActiveQuerySelector;
import io.thumbstream.reward.ask.AskCandidate;
import io.thumbstream.reward.ask.AskRule;
import io.thumbstream.reward.assemble.AskedPair;
import io.thumbstream.reward.assemble.GroupState;
import io.thumbstream.reward.assemble.Output;
import io.thumbstream.reward.assemble.RolloutState;
import io.thumbstream.reward.assemble.ScoreState;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.Label;
import io.thumbstream.reward.event.LabelItem;
import io.thumbstream.reward.event.LabelState;
import io.thumbstream.runtime.random.SeededRandom;
import io.thumbstream.schemas.avro.LabelRequest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides about which two answers of a group people are asked, once, when the group is scored first, and tells the probability with which
 * it did to the labels that follow.
 *
 * <p>Only what a person saw can be compared: groups with fewer than two displayed answers are passed over. Which two of more than two is
 * drawn by the group id, not by scores. The coin falls by the ids of the two and the probability alone, so it falls the same again in a
 * replay. The probability stays with the group whether people were asked or not; that nobody compared the two says nothing. One thread
 * owns it.
 */
final class PairAsks {
    private static final long SEED = 0;
    private static final double LEAST_PROPENSITY = 1e-6;
    /** Scores beyond it say nothing more; their squares would have no end. */
    private static final double FARTHEST = 1e6;

    private final KeyValueJoinerStore store;
    private final Optional<AskRule> rule;
    private final SeededRandom pairs = new SeededRandom(SEED).child("asked-pair");

    /**
     * Goes on where the store left off.
     *
     * @param rule how is chosen; empty asks nobody
     */
    PairAsks(KeyValueJoinerStore store, Optional<AskRule> rule) {
        this.store = store;
        this.rule = rule;
    }

    /**
     * What people are asked because of a draft.
     *
     * @param draft with its scores
     */
    Optional<LabelRequest> ask(Output.Draft draft) {
        return rule.flatMap(each -> ask(draft, each));
    }

    private Optional<LabelRequest> ask(Output.Draft draft, AskRule by) {
        List<RolloutState> shown = draft.rollouts().stream()
                .filter(state -> state.rollout().displayed())
                .toList();
        boolean scored = draft.rollouts().stream().noneMatch(state -> state.score() == null);
        if (draft.group().revision() != 1 || !scored || shown.size() < 2) {
            return Optional.empty();
        }
        SeededRandom random = pairs.child(draft.group().groupId());
        int one = random.nextInt(shown.size());
        int other = (one + 1 + random.nextInt(shown.size() - 1)) % shown.size();
        return ask(draft, by, shown.get(Math.min(one, other)), shown.get(Math.max(one, other)));
    }

    private Optional<LabelRequest> ask(Output.Draft draft, AskRule by, RolloutState first, RolloutState second) {
        AskCandidate candidate =
                candidate(Objects.requireNonNull(first.score()), Objects.requireNonNull(second.score()));
        List<String> ids = List.of(first.rollout().id(), second.rollout().id());
        ActiveQuerySelector selector = by.selector(store.meta().asking());
        ActiveQuerySelector.Decision decision = selector.decide(String.join(" ", ids), candidate);
        store.meta().asking(selector.state());
        String groupId = draft.group().groupId();
        AskedPair pair = new AskedPair(ids.get(0), ids.get(1), decision.probability());
        GroupState kept = store.group(groupId);
        if (kept == null) {
            store.meta().forgotten(draft.group().asking(pair)); // in the time that this tick has released
        } else {
            store.put(kept.asking(pair));
        }
        return decision.asked()
                ? Optional.of(LabelRequest.newBuilder()
                        .setGroupId(groupId)
                        .setRolloutIds(ids)
                        .setReason(by.name())
                        .setScore(by.policy().urgency(candidate))
                        .setAt(EventMapper.instant(draft.timeMicros()))
                        .build())
                : Optional.empty();
    }

    /**
     * What the reward model knows of the two. Scores are kept as mean and deviation over the members, not one by one, so the variance of
     * the lead is taken as if members erred independently about the two answers.
     */
    private static AskCandidate candidate(ScoreState first, ScoreState second) {
        double one = within(first.deviation());
        double other = within(second.deviation());
        return new AskCandidate(within(within(first.mean()) - within(second.mean())), one * one + other * other);
    }

    private static double within(double score) {
        return Math.max(-FARTHEST, Math.min(FARTHEST, score));
    }

    /**
     * The label with the probability by which people are asked to compare its two answers, where that was decided before: that of their
     * answers, times that of the decision.
     */
    Label recorded(Label label) {
        if (rule.isEmpty() || label.kind() != FeedbackKind.PAIR || label.state() != LabelState.OBSERVED) {
            return label;
        }
        List<String> about = label.items().stream().map(LabelItem::rolloutId).toList();
        return Optional.ofNullable(store.group(label.groupId()))
                .flatMap(GroupState::asked)
                .or(() -> store.meta().askedOfForgotten(label.groupId()))
                .filter(pair -> pair.isAbout(about))
                .map(pair -> label.asked(Math.max(LEAST_PROPENSITY, label.propensity() * pair.probability())))
                .orElse(label);
    }
}
