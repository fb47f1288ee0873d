package io.thumbstream.learner.objective;

import ai.djl.ndarray.NDArray;
import io.thumbstream.model.tensor.Scalars;
import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Two objectives over the same answers: the reward model's judgement of all of them, and people's own of those that they judged.
 *
 * <p>{@code L = L_first + weight L_second}, where a loss that is a mean over label weight alone is here one over all answers of the step. So a
 * judged answer has the same say whether its neighbours were judged or not: where few are, the mean over them is noisy, and at full weight it
 * leads the policy astray. Source: the sum of a policy gradient and a loss over
 * people's data as in Ouyang et al., Training language models to follow instructions with human feedback, 2022, arXiv 2203.02155 (PPO-ptx,
 * whose second loss is that of pretraining). Ours takes thumbs for the second by default, so that what a reward model cannot tell apart is still
 * learned from those who can, a vote once and without waiting for the reward model.
 *
 * <p>The second is {@code kto} by default. With {@code bco} the policy collapsed on some seeds where people's wishes turned over: with balanced
 * classes in three of four runs, without in one of five, with {@code kto} in none of five. Why was not measured.
 *
 * <p>A group is of use when either objective learns from it, and answers without a label have weight 0 in the second. Neither may compare two
 * answers, because the rows of a step of pairs are others. The optimizer divides by the size of the gradient, so {@code weight} says how the two
 * stand to each other, not how large a step is.
 */
@Experimental
final class JointObjective implements PolicyObjective {
    /**
     * @param first objective whose loss counts as it is; not one of pairs
     * @param second objective that stands beside it; not one of pairs
     * @param weight of the loss of the second, above 0
     */
    record Settings(TechniqueChoice first, TechniqueChoice second, double weight) {
        Settings {
            if (!(weight > 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException("weight is " + weight + "; give a value above 0");
            }
        }

        static Settings defaults() {
            return new Settings(TechniqueChoice.of("ppo-clip"), TechniqueChoice.of("kto"), 3);
        }
    }

    private final Settings settings;
    private final PolicyObjective first;
    private final PolicyObjective second;

    JointObjective(Settings settings) {
        this.settings = settings;
        first = part(settings.first());
        second = part(settings.second());
        Set<String> both = new HashSet<>(first.diagnostics());
        both.retainAll(second.diagnostics());
        if (settings.first().name().equals(settings.second().name()) || !both.isEmpty()) {
            throw new IllegalArgumentException("first " + settings.first().name() + " and second "
                    + settings.second().name() + " measure the same; name two that differ");
        }
    }

    private static PolicyObjective part(TechniqueChoice choice) {
        PolicyObjective part = PolicyObjectives.CATALOG.create(choice);
        if (part.needs().contains(Signal.PAIR) || part instanceof JointObjective) {
            throw new IllegalArgumentException(
                    choice.name() + " cannot stand beside another; name objectives of single answers");
        }
        return part;
    }

    @Override
    public LossReport evaluate(PolicyBatch batch) {
        PolicyBatch all = batch.overAnswers();
        LossReport other = second.evaluate(all);
        NDArray weighed = Scalars.times(other.loss(), settings.weight());
        return first.evaluate(all).plus(new LossReport(weighed, other.diagnostics()));
    }

    @Override
    public void beginStep() {
        first.beginStep();
        second.beginStep();
    }

    @Override
    public void endStep() {
        first.endStep();
        second.endStep();
    }

    @Override
    public Map<String, Double> state() {
        Map<String, Double> state = new TreeMap<>();
        first.state().forEach((name, value) -> state.put(settings.first().name() + "/" + name, value));
        second.state().forEach((name, value) -> state.put(settings.second().name() + "/" + name, value));
        return state;
    }

    @Override
    public void restore(Map<String, Double> state) {
        first.restore(of(settings.first(), state));
        second.restore(of(settings.second(), state));
    }

    private static Map<String, Double> of(TechniqueChoice part, Map<String, Double> state) {
        String prefix = part.name() + "/";
        Map<String, Double> own = new LinkedHashMap<>();
        state.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                own.put(name.substring(prefix.length()), value);
            }
        });
        return own;
    }

    @Override
    public Set<Signal> needs() {
        Set<Signal> needs = new HashSet<>(union(first.needs(), second.needs()));
        if (!first.needs().contains(Signal.BINARY_LABEL) || !second.needs().contains(Signal.BINARY_LABEL)) {
            needs.remove(Signal.BINARY_LABEL); // where nobody says anything the other learns alone
        }
        return Set.copyOf(needs);
    }

    @Override
    public boolean readsLabels() {
        return first.readsLabels() || second.readsLabels();
    }

    @Override
    public Set<String> diagnostics() {
        return union(first.diagnostics(), second.diagnostics());
    }

    private static <T> Set<T> union(Set<T> some, Set<T> others) {
        Set<T> all = new HashSet<>(some);
        all.addAll(others);
        return Set.copyOf(all);
    }
}
