package io.thumbstream.learner.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.model.tensor.Owned;
import io.thumbstream.model.tensor.Scalars;
import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets scores tell the answers of a prompt apart.
 *
 * <p>{@code L = coefficient sum_g w_g H(softmax((s - mean) / max(sd, std-floor)))} for each member over the groups {@code g} of a batch: the
 * different answers to one prompt that its labels speak of, three or more; {@code w_g} the weight of those labels to the member, {@code sd} the
 * deviation of the group's scores, {@code H} the entropy in nat. Source: R2M: Real-Time Aligned Reward Model, 2026, arXiv 2601.22664 (its second
 * loss). Ours takes the answers that people judged in place of all that the policy sampled, and floors the deviation.
 *
 * <p>Most of a group alike and one above them has the lowest entropy, so it sharpens who wins and not by how much: scores are divided by their
 * deviation, and two answers always have the same entropy, for which reason they are left out. It knows no label and strengthens what the model
 * thinks already; keep the coefficient well below 1 and use it where people order several answers ({@code ranking}). In batches without such
 * groups it says nothing.
 */
@Experimental
final class GroupEntropyTerm implements AuxiliaryRewardTerm {
    private static final int LEAST_ANSWERS = 3;
    private static final int[] ANSWERS = {0};

    /**
     * @param coefficient weight of the term, at least 0, in loss per nat
     * @param stdFloor smallest deviation divided by, above 0, in units of the score
     */
    record Settings(double coefficient, double stdFloor) {
        Settings {
            if (!(coefficient >= 0)) {
                throw new IllegalArgumentException("coefficient is " + coefficient + "; give at least 0");
            }
            if (!(stdFloor > 0) || Double.isInfinite(stdFloor)) {
                throw new IllegalArgumentException("std-floor is " + stdFloor + "; give a finite number above 0");
            }
        }
    }

    /** The different answers to one prompt, each at the first of its places, and the weight of their labels. */
    private static final class Group {
        private final Map<String, Integer> places = new LinkedHashMap<>();
        private final float[] weights;

        Group(int members) {
            this.weights = new float[members];
        }

        void weigh(double[] more) {
            for (int member = 0; member < weights.length; member++) {
                weights[member] += (float) more[member];
            }
        }

        /** Matrix {@code [answer, input]}, row-major, that takes the group out of all scores. */
        float[] selection(int inputs) {
            float[] matrix = new float[places.size() * inputs];
            List<Integer> inOrder = new ArrayList<>(places.values());
            for (int i = 0; i < inOrder.size(); i++) {
                matrix[i * inputs + inOrder.get(i)] = 1;
            }
            return matrix;
        }
    }

    private final Settings settings;

    GroupEntropyTerm(Settings settings) {
        this.settings = settings;
    }

    @Override
    public RewardLoss evaluate(TrunkOutput output, LabelBatch batch) {
        NDArray scores = output.scores();
        NDManager manager = scores.getManager();
        NDArray sum = Scalars.times(scores.sum(), 0);
        for (Group group : groups(batch)) {
            int answers = group.places.size();
            if (answers >= LEAST_ANSWERS) {
                Shape shape = new Shape(answers, batch.inputs());
                NDArray own = Owned.of(manager, group.selection(batch.inputs()), shape)
                        .matMul(scores);
                sum = sum.add(entropy(own).mul(manager.create(group.weights)).sum());
            }
        }
        NDArray mean = Scalars.over(sum, batch.labels().size());
        return new RewardLoss(Scalars.times(sum, settings.coefficient()), Map.of("entropy_loss", mean));
    }

    /** Groups in the order in which their prompts come. */
    private static List<Group> groups(LabelBatch batch) {
        Map<String, Group> byPrompt = new LinkedHashMap<>();
        int input = 0;
        for (int i = 0; i < batch.labels().size(); i++) {
            List<ScoreInput> items = batch.labels().get(i).items();
            Group group = byPrompt.computeIfAbsent(items.get(0).prompt(), unused -> new Group(batch.members()));
            group.weigh(batch.weights()[i]);
            for (ScoreInput item : items) {
                group.places.putIfAbsent(item.response(), input++);
            }
        }
        return List.copyOf(byPrompt.values());
    }

    /** Entropy of each member's scores {@code [answer, member]}, {@code [member]}. */
    private NDArray entropy(NDArray own) {
        NDArray centred = own.sub(own.mean(ANSWERS, true));
        NDArray variance = centred.mul(centred).mean(ANSWERS, true);
        double least = settings.stdFloor() * settings.stdFloor();
        NDArray deviation =
                NDArrays.maximum(variance, Scalars.of(own.getManager(), least)).sqrt();
        NDArray logShares = centred.div(deviation).logSoftmax(0);
        return logShares.exp().mul(logShares).sum(ANSWERS).neg();
    }

    @Override
    public Set<Signal> needs() {
        return Set.of();
    }
}
