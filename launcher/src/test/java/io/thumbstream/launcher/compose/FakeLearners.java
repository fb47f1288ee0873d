package io.thumbstream.launcher.compose;

import io.thumbstream.launcher.loop.LearnerPair;
import io.thumbstream.learner.engine.InputLookup;
import io.thumbstream.learner.engine.LearnerCore;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.model.reward.ScoreInput;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Learners without weights that learn, replay and resume as they should, but for one fault that is planted. */
final class FakeLearners implements LearnerPair {
    /** A score that a {@code float}, in which credit travels, cannot hold. */
    private static final double BEYOND_FLOAT = 1e39;

    private static final int ARRAYS = 40;

    private final Optional<Outcome.Kind> planted;
    private final Shelf shelf;
    private final int number;
    private final FakeCore<RewardLabel> reward = new FakeCore<>(true, () -> 0.5);
    private final FakeCore<RolloutGroup> policy;
    private boolean restored;

    /** What learners of one composition share: how many were made, and the snapshot. */
    static final class Shelf {
        private int made;
        private long rewardState;
        private long policyState;
    }

    FakeLearners(Optional<Outcome.Kind> planted, Shelf shelf) {
        this.planted = planted;
        this.shelf = shelf;
        shelf.made++;
        this.number = shelf.made;
        this.policy = new FakeCore<>(!plants(Outcome.Kind.STARVED) && !plants(Outcome.Kind.WITHOUT_SIGNAL), this::loss);
    }

    private boolean plants(Outcome.Kind kind) {
        return planted.filter(kind::equals).isPresent();
    }

    private double loss() {
        if (plants(Outcome.Kind.CRASHED)) {
            throw new IllegalStateException("shapes differ");
        }
        return plants(Outcome.Kind.NOT_FINITE) ? Double.NaN : 0.25;
    }

    @Override
    public LearnerCore<RewardLabel> reward() {
        return reward;
    }

    @Override
    public LearnerCore<RolloutGroup> policy() {
        return policy;
    }

    @Override
    public double[][] scores(List<ScoreInput> inputs) {
        double[][] scores = new double[inputs.size()][1];
        for (int i = 0; i < scores.length; i++) {
            if (!plants(Outcome.Kind.WITHOUT_SIGNAL)) {
                scores[i][0] = plants(Outcome.Kind.UNSOUND) ? BEYOND_FLOAT : i;
            }
        }
        return scores;
    }

    @Override
    public int heldArrays() {
        return plants(Outcome.Kind.LEAKED) ? ARRAYS + policy.steps() : ARRAYS;
    }

    @Override
    public void snapshot(Path directory) {
        shelf.rewardState = reward.state();
        shelf.policyState = policy.state();
    }

    @Override
    public void restore(Path directory, InputLookup<RewardLabel> labels, InputLookup<RolloutGroup> groups) {
        reward.state(shelf.rewardState);
        policy.state(shelf.policyState);
        restored = true;
    }

    @Override
    public String digest() {
        boolean drifted = (plants(Outcome.Kind.REPLAY_DIFFERS) && number == 2)
                || (plants(Outcome.Kind.RESUME_DIFFERS) && restored);
        return policy.digest() + " " + reward.digest() + (drifted ? " and a rounding error" : "");
    }

    @Override
    public void close() {}
}
