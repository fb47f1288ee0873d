package io.thumbstream.launcher.trial;

import io.thumbstream.lab.tasks.lexicon.LexiconPrompt;
import io.thumbstream.lab.tasks.lexicon.LexiconProxy;
import io.thumbstream.lab.tasks.lexicon.LexiconTaste;
import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.reward.event.RolloutEvent;
import java.util.List;
import java.util.function.Function;

/** What the policy of an arm learns from: scores of the reward model as it is, or of a proxy in its place. One thread owns it. */
final class ArmScores {
    private final LexiconProxy proxy;
    private final long bedSeed;
    private final Function<List<ScoreInput>, double[][]> learned;
    private LexiconTaste taste;

    /**
     * Scores under a first taste.
     *
     * @param bedSeed of what the proxy draws
     * @param learned scores of the reward model, {@code [input][member]}; not asked while a proxy is planted
     */
    ArmScores(LexiconProxy proxy, long bedSeed, Function<List<ScoreInput>, double[][]> learned, LexiconTaste taste) {
        this.proxy = proxy;
        this.bedSeed = bedSeed;
        this.learned = learned;
        this.taste = taste;
    }

    /** From now on this is worth something. */
    void want(LexiconTaste other) {
        taste = other;
    }

    /** Whether a proxy stands in place of the reward model. */
    boolean planted() {
        return proxy.planted();
    }

    /** Scores of a group, {@code [answer][member]}; a proxy is one member. */
    double[][] of(AnswerGroup group) {
        if (proxy.planted()) {
            return group.answers().stream()
                    .map(answer -> new double[] {planted(answer)})
                    .toArray(double[][]::new);
        }
        return learned.apply(group.answers().stream()
                .map(answer -> new ScoreInput(answer.prompt(), answer.response()))
                .toList());
    }

    private double planted(RolloutEvent answer) {
        LexiconPrompt prompt = LexiconPrompt.of(answer.trace().promptTokens());
        return proxy.score(bedSeed, taste, prompt, answer.trace().tokens());
    }
}
