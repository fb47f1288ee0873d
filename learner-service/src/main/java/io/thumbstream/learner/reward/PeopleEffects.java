package io.thumbstream.learner.reward;

import io.thumbstream.model.reward.ScoreInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is peculiar to the people who judge, kept apart from the score of an answer.
 *
 * <p>Added to the margin of a label by person {@code u}: for a pair {@code a_u (log length_first - log length_second) + b_u}, for a
 * single answer {@code c + c_u}, where the first of several is the best {@code a_u (log length_first - mean log length_other)}, since what stands
 * first there was not shown first. {@code a_u} is the person's liking of length, {@code b_u} of the first place, {@code c_u} of approving; {@code c} is
 * everybody's. All start at 0 and learn by AdaGrad, so a person who votes once moves little. These are random effects of a
 * mixed model: a hasty or a lenient person then teaches the score less of that peculiarity. They help to predict a vote; they are
 * never part of a published score. The people heard from longest ago are forgotten beyond a limit. One thread owns it.
 */
public final class PeopleEffects {
    private static final int COEFFICIENTS = 3;
    private static final int LENGTH = 0;
    private static final int PLACE = 1;
    private static final int APPROVAL = 2;
    private static final double INITIAL_SQUARES = 0.25;

    private final Settings settings;
    private final double[] everybody = new double[2 * COEFFICIENTS];
    private final Map<String, double[]> people;

    /**
     * Step sizes.
     *
     * @param length rate of the liking of length, in {@code [0, 5]}
     * @param place rate of the liking of the first place, in {@code [0, 5]}
     * @param approval rate of the readiness to approve, in {@code [0, 5]}
     * @param limit people remembered, in {@code [1, 1000000]}
     */
    public record Settings(double length, double place, double approval, int limit) {
        public Settings {
            for (double rate : new double[] {length, place, approval}) {
                if (!(rate >= 0 && rate <= 5)) {
                    throw new IllegalArgumentException(
                            "a rate of people's effects is " + rate + "; choose from 0 to 5");
                }
            }
            if (limit < 1 || limit > 1_000_000) {
                throw new IllegalArgumentException("limit is " + limit + "; choose from 1 to 1000000");
            }
        }

        /** Rates found on real votes; 20,000 people. */
        public static Settings defaults() {
            return new Settings(0.3, 0.05, 0.05, 20_000);
        }
    }

    /** One person's numbers as saved: coefficients, then sums of squared gradients. */
    record Saved(String key, double[] numbers) {}

    PeopleEffects(Settings settings) {
        this.settings = settings;
        people = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, double[]> eldest) {
                return size() > settings.limit();
            }
        };
    }

    /** What the person adds to the margin of a label. */
    double offset(RewardLabel label) {
        double[] inputs = inputs(label);
        double sum = label.kind() == LabelKind.BINARY ? everybody[APPROVAL] : 0;
        double[] person = find(label.userKey());
        for (int i = 0; i < COEFFICIENTS; i++) {
            sum += person[i] * inputs[i];
        }
        return sum;
    }

    private double[] find(Optional<String> key) {
        return key.map(people::get).orElseGet(() -> new double[2 * COEFFICIENTS]);
    }

    /**
     * Learns from one label.
     *
     * @param gradient derivative of the label's loss by its margin, mean over the members
     */
    void learn(RewardLabel label, double gradient) {
        double[] inputs = inputs(label);
        if (label.kind() == LabelKind.BINARY) {
            step(everybody, APPROVAL, gradient, settings.approval());
        }
        label.userKey().ifPresent(key -> {
            double[] person = find(Optional.of(key));
            people.remove(key);
            people.put(key, person);
            step(person, LENGTH, gradient * inputs[LENGTH], settings.length());
            step(person, PLACE, gradient * inputs[PLACE], settings.place());
            step(person, APPROVAL, gradient * inputs[APPROVAL], settings.approval());
        });
    }

    private static void step(double[] numbers, int i, double gradient, double rate) {
        double squares = numbers[COEFFICIENTS + i] + gradient * gradient;
        numbers[COEFFICIENTS + i] = squares;
        numbers[i] -= rate * gradient / Math.sqrt(INITIAL_SQUARES + squares);
    }

    private static double[] inputs(RewardLabel label) {
        if (label.kind() == LabelKind.BINARY) {
            return new double[] {0, 0, 1};
        }
        List<ScoreInput> items = label.items();
        double first = logLength(items.get(0));
        if (label.kind() == LabelKind.BEST) {
            double others = items.subList(1, items.size()).stream()
                    .mapToDouble(PeopleEffects::logLength)
                    .average()
                    .orElse(first);
            return new double[] {first - others, 0, 0};
        }
        return new double[] {first - logLength(items.get(1)), 1, 0};
    }

    private static double logLength(ScoreInput answer) {
        return Math.log1p(answer.response().length());
    }

    /** Everything known, least recently heard first; the first entry, with an empty key, is everybody. */
    List<Saved> save() {
        List<Saved> saved = new ArrayList<>();
        saved.add(new Saved("", everybody.clone()));
        people.forEach((key, numbers) -> saved.add(new Saved(key, numbers.clone())));
        return saved;
    }

    /** Takes back what {@link #save} gave. */
    void restore(List<Saved> saved) {
        people.clear();
        Arrays.fill(everybody, 0);
        for (Saved one : saved) {
            if (one.numbers().length != 2 * COEFFICIENTS) {
                throw new IllegalArgumentException("A person's state has " + one.numbers().length
                        + " numbers instead of " + 2 * COEFFICIENTS + "; start from a checkpoint of this release");
            }
            if (one.key().isEmpty()) {
                System.arraycopy(one.numbers(), 0, everybody, 0, everybody.length);
            } else {
                people.put(one.key(), one.numbers().clone());
            }
        }
    }
}
