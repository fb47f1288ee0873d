package io.thumbstream.launcher.votes;

import io.thumbstream.lab.prequential.Prediction;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.StepContext;
import io.thumbstream.learner.engine.StepInput;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.engine.StepSeeds;
import io.thumbstream.learner.reward.LabelKind;
import io.thumbstream.learner.reward.RewardCore;
import io.thumbstream.learner.reward.RewardCoreSettings;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.model.reward.NgramTrunkSettings;
import io.thumbstream.model.reward.RewardModelFiles;
import io.thumbstream.model.reward.RewardScorer;
import io.thumbstream.model.reward.RewardTrunks;
import io.thumbstream.model.reward.ScoreInput;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A reward model that learned votes once, in their order, as the reward learner does, without topics.
 *
 * <p>One thread owns it.
 */
final class OnePass implements RewardScorer {
    private static final String TOPIC = "votes";

    private final RewardCore core;
    private final int members;
    private final List<Prediction> predictions = new ArrayList<>();
    private final long seed;
    private long steps;

    /** An untrained model. */
    OnePass(RewardCoreSettings settings, NgramTrunkSettings trunk, long seed) {
        this.seed = seed;
        members = trunk.members();
        core = new RewardCore(
                settings.withoutWait(), RewardTrunks.ngram(trunk, seed), RewardModelFiles::load, Clock.systemUTC());
    }

    /** Learns the votes, each predicted before it is learned. */
    OnePass learn(List<Vote> votes, Map<Argument.Key, Argument> arguments) {
        long offset = 0;
        for (Vote vote : votes) {
            core.accept(new InputRecord<>(
                    new Position(TOPIC, 0, offset++), vote.debate() + "/" + vote.key(), 1, label(vote, arguments)));
        }
        for (Optional<StepPlan<RewardLabel>> plan = next(); plan.isPresent(); plan = next()) {
            plan.get().inputs().forEach(this::note);
            core.apply(plan.get());
        }
        return this;
    }

    private Optional<StepPlan<RewardLabel>> next() {
        steps++;
        return core.plan(new StepContext(steps, StepSeeds.of(seed, steps), 0));
    }

    private void note(StepInput<RewardLabel> input) {
        String id = input.record().id();
        if (input.prediction().isPresent() && input.target().isPresent()) {
            predictions.add(new Prediction(
                    id,
                    id.substring(0, id.lastIndexOf('/')),
                    input.prediction().getAsDouble(),
                    input.target().getAsDouble()));
        }
    }

    private static RewardLabel label(Vote vote, Map<Argument.Key, Argument> arguments) {
        return new RewardLabel(
                LabelKind.PAIR,
                List.of(input(vote.firstKey(), arguments), input(vote.secondKey(), arguments)),
                (vote.choice().value() + 1) / 2.0,
                1,
                vote.rater().isEmpty() ? Optional.empty() : Optional.of(vote.rater()));
    }

    private static ScoreInput input(Argument.Key key, Map<Argument.Key, Argument> arguments) {
        Argument argument = arguments.get(key);
        if (argument == null) {
            throw new IllegalArgumentException(
                    "There is no argument " + key + "; read votes against the same arguments");
        }
        return argument.scoreInput();
    }

    /** Predictions made so far, in the order of learning. */
    List<Prediction> predictions() {
        return List.copyOf(predictions);
    }

    @Override
    public int members() {
        return members;
    }

    @Override
    public double[][] scores(List<ScoreInput> inputs) {
        return core.scores(inputs);
    }

    @Override
    public void close() {
        core.close();
    }
}
