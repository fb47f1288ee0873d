package io.thumbstream.launcher.loop;

import io.thumbstream.learner.correct.Evidence;
import io.thumbstream.learner.reward.LabelKind;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.reward.RewardSettings;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.interpret.Interpretation;
import io.thumbstream.reward.interpret.InterpreterChain;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Labels of what was said about answers, and of silence, as the joiner would write them.
 *
 * @param settings how long somebody is waited for
 * @param interpreters know how probable it was that something is said
 */
record LabelMaker(RewardSettings settings, InterpreterChain interpreters) {
    private static final double UNDECIDED = 0.5;
    private static final double LEAST_PROPENSITY = 1e-6;

    /** That nothing of a kind was said about an answer until its window closed. */
    RewardLabel silence(RolloutEvent answer, FeedbackKind kind) {
        Duration window = settings.joiner().windows().of(kind);
        return label(List.of(input(answer)), UNDECIDED, 1, answer, evidence(answer, kind, true, window.toSeconds()));
    }

    /**
     * What was said.
     *
     * @param answer what it was said about, or the first of several
     * @param seconds from the answer until it was said
     */
    RewardLabel said(Interpretation.Meaning sense, RolloutEvent answer, FeedbackKind kind, double seconds) {
        List<ScoreInput> items = sense.items().stream()
                .map(item -> new ScoreInput(item.prompt(), item.response()))
                .toList();
        double weight = Math.min(RewardLabel.HEAVIEST, sense.weight());
        return label(items, sense.value(), weight, answer, evidence(answer, kind, false, seconds));
    }

    private static RewardLabel label(
            List<ScoreInput> items, double value, double weight, RolloutEvent answer, Evidence evidence) {
        return new RewardLabel(
                LabelKind.about(items.size()),
                items,
                value,
                weight,
                Optional.ofNullable(answer.userKey()),
                Optional.of(at(answer)),
                evidence);
    }

    private Evidence evidence(RolloutEvent answer, FeedbackKind kind, boolean silent, double seconds) {
        var known = Arrays.stream(io.thumbstream.learner.correct.FeedbackKind.values())
                .filter(each -> each.name().equals(kind.name()))
                .findFirst()
                .orElse(io.thumbstream.learner.correct.FeedbackKind.OTHER);
        double asked = interpreters.of(kind).orElseThrow().interpreter().propensity(answer);
        return new Evidence(known, silent, seconds, Math.max(LEAST_PROPENSITY, asked));
    }

    /** An answer as a reward model reads it. */
    static ScoreInput input(RolloutEvent answer) {
        return new ScoreInput(answer.prompt(), answer.response());
    }

    /** When an answer was given. */
    static Instant at(RolloutEvent answer) {
        return Instant.ofEpochMilli(answer.timeMicros() / 1000);
    }
}
