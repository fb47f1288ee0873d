package io.thumbstream.reward.transform;

import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Several parts of a reward as one: their weighted sum, each bent by a link before it is added.
 *
 * <p>{@code reward = sum_j w_j link((c_j - b_j) / temperature)}, {@code c_j} the part named {@code j} and {@code b_j} its quantile over the answers of the
 * group. Source: Wang et al., Transforming and Combining Rewards for Aligning Large Language Models, 2024, arXiv 2402.00742 (link log-sigmoid, quantile
 * 0.85). Ours takes the reference from the group at hand in place of answers of the start policy.
 *
 * <p>A part is {@code score}, what the reward model said; {@code reward}, the reward so far; or the name of a transform that stands earlier in the list, for
 * what it made. With log-sigmoid the sum acts as "and": what is good in one respect cannot make up for what is bad in another. With linear it
 * is the plain weighted sum, up to a constant of the group. Bring parts to one scale before, or the widest decides; weigh few, because every part is one more
 * that can be gamed. A part that an answer does not have adds 0, without the link, and is counted in the component {@code missing-parts}.
 */
@Experimental
final class RewardMixer implements RewardTransform {
    /** Component that says how many parts an answer did not have. */
    static final String MISSING = "missing-parts";

    private static final String SCORE = "score";
    private static final String REWARD = "reward";

    /**
     * @param weights weight of each part by its name, at least 0, one of them above
     * @param link how the difference of a part becomes a reward: sigmoid, log-sigmoid, tanh, clip to [-1, 1] or linear
     * @param quantile share of the answers of a group that lies below the reference of a part, in [0, 1]
     * @param temperature difference that the link sees as 1, above 0
     */
    record Settings(Map<String, Double> weights, Link link, double quantile, double temperature) {
        Settings {
            weights = Collections.unmodifiableMap(new TreeMap<>(weights));
            if (weights.values().stream().anyMatch(weight -> !(weight >= 0) || Double.isInfinite(weight))
                    || weights.values().stream().allMatch(weight -> weight == 0)) {
                throw new IllegalArgumentException(
                        "weights are " + weights + "; give finite numbers of 0 or more, one of them above 0");
            }
            if (!(quantile >= 0 && quantile <= 1)) {
                throw new IllegalArgumentException("quantile is " + quantile + "; give a number in [0, 1]");
            }
            if (!(temperature > 0) || Double.isInfinite(temperature)) {
                throw new IllegalArgumentException(
                        "temperature is " + temperature + "; give a finite number above 0, in units of the parts");
            }
        }
    }

    private final Settings settings;

    RewardMixer(Settings settings) {
        this.settings = settings;
    }

    @Override
    public RewardGroup apply(RewardGroup group, Running earlier) {
        Map<String, Double> references = new TreeMap<>();
        for (String name : settings.weights().keySet()) {
            double[] known = group.rows().stream()
                    .flatMapToDouble(row -> part(row, name).stream())
                    .toArray();
            if (known.length > 0) {
                references.put(name, ReferencedReward.quantile(known, settings.quantile()));
            }
        }
        List<RewardRow> mixed =
                group.rows().stream().map(row -> mixed(row, references)).toList();
        return new RewardGroup(mixed);
    }

    private RewardRow mixed(RewardRow row, Map<String, Double> references) {
        double sum = 0;
        int missing = 0;
        for (Map.Entry<String, Double> weight : settings.weights().entrySet()) {
            OptionalDouble part = part(row, weight.getKey());
            if (part.isEmpty()) {
                missing++;
            } else {
                double above = part.getAsDouble() - references.getOrDefault(weight.getKey(), 0.0);
                sum += weight.getValue() * settings.link().of(above / settings.temperature());
            }
        }
        RewardRow changed = row.withReward(sum);
        return missing == 0 ? changed : changed.withComponent(MISSING, missing);
    }

    private static OptionalDouble part(RewardRow row, String name) {
        return switch (name) {
            case SCORE -> known(row.score());
            case REWARD -> OptionalDouble.of(row.reward());
            default -> known(row.components().get(name));
        };
    }

    private static OptionalDouble known(@Nullable Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    @Override
    public boolean monotone() {
        return true;
    }

    @Override
    public double bound() {
        double largest = Math.max(
                Math.abs(settings.link().low()), Math.abs(settings.link().high()));
        return largest
                * settings.weights().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum();
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.SCORE, Signal.REWARD, Signal.GROUP);
    }
}
