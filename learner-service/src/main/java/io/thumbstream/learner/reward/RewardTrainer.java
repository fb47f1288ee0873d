package io.thumbstream.learner.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.learner.correct.ConfiguredCorrections;
import io.thumbstream.learner.correct.Target;
import io.thumbstream.model.reward.Flat;
import io.thumbstream.model.reward.RewardTrunk;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.Owned;
import io.thumbstream.model.tensor.StepScope;
import io.thumbstream.runtime.error.ConfigException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Joins a trunk, an objective and the people's effects into "predict these labels" and "learn these labels".
 *
 * <p>The objective sees only {@link Margins} of the scores, with the people's offsets added; its derivative by the scores goes back to the
 * trunk, its derivative by the offsets to the people. Deterministic. One thread owns it, and it owns the trunk.
 */
final class RewardTrainer implements AutoCloseable {
    private final RewardTrunk trunk;
    private final RewardObjective objective;
    private final PeopleEffects people;
    private final ConfiguredCorrections corrections;
    private final List<AuxiliaryRewardTerm> terms;
    private final TermReading reading;
    private final NDManager manager = NDManager.newBaseManager();

    /**
     * A label under the id that its bootstrap weights hang on.
     *
     * @param left share of its weight that the firewall left, in [0, 1]
     */
    record Identified(String id, RewardLabel label, double left) {
        /** A label from which nothing was taken. */
        Identified(String id, RewardLabel label) {
            this(id, label, 1);
        }
    }

    /**
     * What one update did.
     *
     * @param applied false when a number was not finite and nothing was changed
     * @param measures diagnostics of the objective, and of the corrections where there are any
     */
    record Update(boolean applied, Map<String, Double> measures) {}

    private record Gradients(
            double[][] scores, double[] logProbs, double[][][] views, double[] offsets, Map<String, Double> measures) {}

    RewardTrainer(
            RewardTrunk trunk, RewardObjective objective, PeopleEffects people, ConfiguredCorrections corrections) {
        this(trunk, objective, people, corrections, List.of());
    }

    /** @throws ConfigException when a term reads what the trunk does not show */
    RewardTrainer(
            RewardTrunk trunk,
            RewardObjective objective,
            PeopleEffects people,
            ConfiguredCorrections corrections,
            List<AuxiliaryRewardTerm> terms) {
        this.trunk = trunk;
        this.objective = objective;
        this.people = people;
        this.corrections = corrections;
        this.terms = terms;
        this.reading = TermReading.of(terms);
        reading.require(trunk);
    }

    RewardTrunk trunk() {
        return trunk;
    }

    PeopleEffects people() {
        return people;
    }

    /** Whether the objective can learn from a label, and the label says something. */
    boolean understands(RewardLabel label) {
        return objective.kinds().contains(label.kind()) && corrections.hears(label.evidence());
    }

    /** Probability predicted for each label, axis {@code [label]}; changes nothing. */
    double[] predict(List<RewardLabel> labels) {
        return predict(labels, trunk.scores(inputs(labels)));
    }

    private double[] predict(List<RewardLabel> labels, double[][] scores) {
        double[] predictions = margins(labels, scores);
        for (int i = 0; i < predictions.length; i++) {
            predictions[i] = objective.probability(labels.get(i), predictions[i]);
        }
        return predictions;
    }

    private double[] margins(List<RewardLabel> labels, double[][] scores) {
        double[] margins = new double[labels.size()];
        int input = 0;
        for (int i = 0; i < margins.length; i++) {
            RewardLabel label = labels.get(i);
            margins[i] = Margins.of(label, scores, input) + people.offset(label);
            input += label.items().size();
        }
        return margins;
    }

    /**
     * One update from a batch.
     *
     * @param seed of what is drawn in it
     */
    Update learn(List<Identified> batch, long seed) {
        List<RewardLabel> said = batch.stream().map(Identified::label).toList();
        try (RewardTrunk.Pass pass = reading.open(trunk, inputs(said), seed)) {
            List<Target> targets = targets(said, pass.scores());
            List<RewardLabel> labels = new ArrayList<>();
            double[][] weights = new double[targets.size()][];
            for (int i = 0; i < weights.length; i++) {
                labels.add(said.get(i).asking(targets.get(i)));
                weights[i] = BootstrapWeights.of(
                        batch.get(i).id(), trunk.members(), labels.get(i).weight());
            }
            List<String> ids = batch.stream().map(Identified::id).toList();
            List<Double> left = batch.stream().map(Identified::left).toList();
            LabelBatch learned = new LabelBatch(ids, labels, weights, left);
            double[] margins = margins(labels, pass.scores());
            Gradients gradients = gradients(pass, learned);
            if (!corrections.none()) {
                measure(targets, gradients.measures());
            }
            if (!reading.update(pass, gradients.scores(), gradients.logProbs(), gradients.views())) {
                return new Update(false, gradients.measures());
            }
            objective.learned(margins, learned);
            for (int i = 0; i < labels.size(); i++) {
                people.learn(labels.get(i), gradients.offsets()[i]);
            }
            return new Update(true, gradients.measures());
        }
    }

    /** What the labels ask after correction by the model as it is. */
    private List<Target> targets(List<RewardLabel> labels, double[][] scores) {
        if (corrections.none()) {
            return labels.stream().map(RewardLabel::target).toList();
        }
        double[] estimates = predict(labels, scores);
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < estimates.length; i++) {
            RewardLabel label = labels.get(i);
            // an update from a score that is no number is refused below, whatever its target
            targets.add(
                    Double.isNaN(estimates[i])
                            ? label.target()
                            : corrections.correct(label.target(), label.evidence(), estimates[i]));
        }
        return targets;
    }

    private static void measure(List<Target> targets, Map<String, Double> measures) {
        double weight = 0;
        double clipped = 0;
        for (Target target : targets) {
            weight += target.weight();
            clipped += target.clipped() ? 1 : 0;
        }
        measures.put("correction-weight", weight / targets.size());
        measures.put("correction-clipped", clipped / targets.size());
    }

    private Gradients gradients(RewardTrunk.Pass pass, LabelBatch batch) {
        double[][] scores = pass.scores();
        int labels = batch.labels().size();
        int members = batch.members();
        try (StepScope scope = StepScope.open(manager)) {
            NDManager m = scope.manager();
            NDArray scoreLeaf = leaf(m, Flat.of(scores), new Shape(scores.length, members));
            NDArray textLeaf = leaf(m, text(pass, scores.length), new Shape(scores.length));
            Optional<StateViews> views = views(m, pass.views());
            TrunkOutput output = new TrunkOutput(scoreLeaf, textLeaf, views);
            NDArray offsetLeaf = leaf(m, offsets(batch.labels()), new Shape(labels, 1));
            Map<String, Double> measures = new HashMap<>();
            Grad.enabled(() -> {
                NDArray margins = Margins.of(scoreLeaf, batch).add(offsetLeaf);
                NDArray sum = noted(objective.evaluate(margins, batch), measures);
                for (AuxiliaryRewardTerm term : terms) {
                    sum = sum.add(noted(term.evaluate(output, batch), measures));
                }
                Grad.backward(sum);
            });
            float[] byOffset = Grad.of(offsetLeaf).toFloatArray();
            double[] offsets = new double[labels];
            for (int i = 0; i < labels; i++) {
                offsets[i] = byOffset[i] / members;
            }
            double[] byLogProb = rows(Grad.of(textLeaf).toFloatArray(), scores.length)[0];
            return new Gradients(slopes(scoreLeaf), byLogProb, slopes(views), offsets, measures);
        }
    }

    private static NDArray noted(RewardLoss loss, Map<String, Double> measures) {
        loss.diagnostics().forEach((name, value) -> measures.put(name, (double) value.getFloat()));
        return loss.loss();
    }

    private float[] text(RewardTrunk.Pass pass, int inputs) {
        return reading.text() ? Flat.of(new double[][] {pass.logProbs()}) : new float[inputs];
    }

    private static Optional<StateViews> views(NDManager manager, double[][][] views) {
        if (views.length == 0) {
            return Optional.empty();
        }
        Shape shape = new Shape(views[0].length, views[0][0].length);
        return Optional.of(
                new StateViews(leaf(manager, Flat.of(views[0]), shape), leaf(manager, Flat.of(views[1]), shape)));
    }

    private static double[][][] slopes(Optional<StateViews> views) {
        return views.map(both -> new double[][][] {slopes(both.first()), slopes(both.second())})
                .orElseGet(() -> new double[0][][]);
    }

    private static double[][] slopes(NDArray leaf) {
        return rows(
                Grad.of(leaf).toFloatArray(), Math.toIntExact(leaf.getShape().get(1)));
    }

    private static NDArray leaf(NDManager manager, float[] values, Shape shape) {
        NDArray leaf = Owned.of(manager, values, shape);
        leaf.setRequiresGradient(true);
        return leaf;
    }

    private float[] offsets(List<RewardLabel> labels) {
        float[] offsets = new float[labels.size()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = (float) people.offset(labels.get(i));
        }
        return offsets;
    }

    private static List<ScoreInput> inputs(List<RewardLabel> labels) {
        return labels.stream().flatMap(label -> label.items().stream()).toList();
    }

    private static double[][] rows(float[] flat, int width) {
        double[][] rows = new double[flat.length / width][width];
        for (int i = 0; i < flat.length; i++) {
            rows[i / width][i % width] = flat[i];
        }
        return rows;
    }

    int heldArrays() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        manager.close();
        trunk.close();
    }
}
