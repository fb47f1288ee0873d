package io.thumbstream.launcher.trial;

import io.thumbstream.lab.tasks.lexicon.LexiconProxy;
import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.reward.event.RolloutEvent;
import java.util.List;
import java.util.function.Function;

/** What the policy of an arm learns from: scores of the reward model as it is, or of a proxy in its place. One thread owns it. */
final class ArmScores {
    private final LexiconProxy proxy;
    private final Function<List<ScoreInput>, double[][]> learned;
    private Bed bed;

    /**
     * Scores under the first wishes.
     *
     * @param learned scores of the reward model, {@code [input][member]}; not asked while a proxy is planted
     */
    ArmScores(LexiconProxy proxy, Function<List<ScoreInput>, double[][]> learned, Bed bed) {
        this.proxy = proxy;
        this.learned = learned;
        this.bed = bed;
    }

    /** From now on this is worth something. */
    void want(Bed other) {
        bed = other;
    }

    /** Whether a proxy stands in place of the reward model. */
    boolean planted() {
        return proxy.planted();
    }

    /** Scores of a group, {@code [answer][member]}, those of answers that others are compared with last; a proxy is one member. */
    double[][] of(AnswerGroup group) {
        if (proxy.planted()) {
            return group.scored().stream()
                    .map(answer -> new double[] {planted(answer)})
                    .toArray(double[][]::new);
        }
        return learned.apply(group.scored().stream()
                .map(answer -> new ScoreInput(answer.prompt(), answer.response()))
                .toList());
    }

    private double planted(RolloutEvent answer) {
        return bed.score(proxy, answer.trace().promptTokens(), answer.trace().tokens());
    }
}
