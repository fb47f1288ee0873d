package io.thumbstream.learner.replay;

import java.util.Optional;

/**
 * One answer of a group with its reward. The arrays belong to the record: nobody writes into them.
 *
 * @param rolloutId names the answer
 * @param promptTokens token ids, {@code [prompt time]}, at least one
 * @param tokens sampled token ids, {@code [time]}, at least one
 * @param behaviourLogProbs log-probability of each token when it was sampled, {@code [time]}, nat
 * @param oldestVersion oldest policy version among its tokens; -1 for an answer that no policy of ours sampled
 * @param reward finite reward of the whole answer
 * @param label a person's verdict, where one was given
 * @param score finite score of the reward model before any transform, where one was given
 * @param tokenRewards finite share of each token in the reward, {@code [time]}, adding up to it; empty when nobody needs them, or all of
 *     the reward lies on the last token
 * @param reference how likely the tokens are under a reference policy, where the record says so; it may be another one than the learner's
 */
@SuppressWarnings("ArrayRecordComponent") // token arrays go to the tensor library as they are
public record GroupRollout(
        String rolloutId,
        int[] promptTokens,
        int[] tokens,
        float[] behaviourLogProbs,
        long oldestVersion,
        double reward,
        Optional<BinaryLabel> label,
        Optional<Double> score,
        float[] tokenRewards,
        Optional<RecordedReference> reference) {
    public GroupRollout {
        if (promptTokens.length == 0 || tokens.length == 0) {
            throw new IllegalArgumentException("Rollout " + rolloutId + " has " + promptTokens.length + " prompt and "
                    + tokens.length + " answer tokens; both must be there");
        }
        if (behaviourLogProbs.length != tokens.length) {
            throw new IllegalArgumentException("Rollout " + rolloutId + " has " + tokens.length + " tokens but "
                    + behaviourLogProbs.length + " behaviour log-probs");
        }
        if (!Double.isFinite(reward)) {
            throw new IllegalArgumentException("Rollout " + rolloutId + " has reward " + reward);
        }
        if (score.isPresent() && !Double.isFinite(score.get())) {
            throw new IllegalArgumentException(
                    "Rollout " + rolloutId + " has a score of " + score.get() + "; leave it out or give a finite one");
        }
        if (tokenRewards.length != 0 && tokenRewards.length != tokens.length) {
            throw new IllegalArgumentException("Rollout " + rolloutId + " has " + tokens.length + " tokens but "
                    + tokenRewards.length + " token rewards; give one for each token, or none");
        }
        for (float tokenReward : tokenRewards) {
            if (!Float.isFinite(tokenReward)) {
                throw new IllegalArgumentException("Rollout " + rolloutId + " has a token reward of " + tokenReward);
            }
        }
        for (float logProb : behaviourLogProbs) {
            if (!(logProb <= 0) || Float.isInfinite(logProb)) {
                throw new IllegalArgumentException("Rollout " + rolloutId + " has a behaviour log-prob of " + logProb
                        + "; it must be finite and <= 0");
            }
        }
    }

    /** An answer of which only its reward as a whole and perhaps a verdict are known. */
    public GroupRollout(
            String rolloutId,
            int[] promptTokens,
            int[] tokens,
            float[] behaviourLogProbs,
            long oldestVersion,
            double reward,
            Optional<BinaryLabel> label) {
        this(
                rolloutId,
                promptTokens,
                tokens,
                behaviourLogProbs,
                oldestVersion,
                reward,
                label,
                Optional.empty(),
                new float[0],
                Optional.empty());
    }

    /** The same answer with another reward, of which no shares of tokens are known. */
    public GroupRollout withReward(double other) {
        return with(other, label, score, new float[0]);
    }

    /** The same answer with another score of the reward model. */
    public GroupRollout withScore(double other) {
        return with(reward, label, Optional.of(other), tokenRewards);
    }

    /** The same answer with other shares of its tokens in the reward. */
    public GroupRollout withTokenRewards(float... others) {
        return with(reward, label, score, others);
    }

    /** The same answer as one of a pair: chosen, 1, or rejected, 0. */
    public GroupRollout judged(double value) {
        return with(reward, Optional.of(new BinaryLabel(value, 1)), score, tokenRewards);
    }

    /** The same answer with a share of its verdict's weight, in {@code [0, 1]}; without a verdict when nothing is left. */
    public GroupRollout weighed(double share) {
        return with(reward, label.flatMap(verdict -> verdict.weighed(share)), score, tokenRewards);
    }

    /** The same answer without anybody's verdict. */
    public GroupRollout unjudged() {
        return with(reward, Optional.empty(), score, tokenRewards);
    }

    private GroupRollout with(
            double newReward, Optional<BinaryLabel> newLabel, Optional<Double> newScore, float[] newTokenRewards) {
        return new GroupRollout(
                rolloutId,
                promptTokens,
                tokens,
                behaviourLogProbs,
                oldestVersion,
                newReward,
                newLabel,
                newScore,
                newTokenRewards,
                reference);
    }

    /** Whether somebody else wrote it: a person or another model. Its behaviour log-probs then say nothing. */
    public boolean fromElsewhere() {
        return oldestVersion < 0;
    }

    /** Tokens of prompt and answer. */
    public int length() {
        return promptTokens.length + tokens.length;
    }
}
