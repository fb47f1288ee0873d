package io.thumbstream.lab.users;

import io.thumbstream.lab.tasks.Attribute;
import io.thumbstream.lab.tasks.Grade;
import io.thumbstream.lab.tasks.ReplyPlan;
import io.thumbstream.lab.tasks.SupportPrompt;
import io.thumbstream.lab.tasks.SupportTask;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * One simulated person: likes roughly what everybody likes, votes at an own rate, and may be hostile, which is to mean the
 * opposite of what the person feels.
 *
 * @param key name of the person, sent as {@code user}
 * @param deviation what the person adds to the population's weights
 * @param voteRate share of answers the person judges, range [0, 1]
 * @param hostile whether the person lies
 */
public record SimulatedUser(String key, Map<Attribute, Double> deviation, double voteRate, boolean hostile) {
    private static final double TIE_POINTS = 0.08;

    public SimulatedUser {
        deviation = Map.copyOf(deviation);
    }

    /** Returns the person's own taste when the population has this one. */
    public Taste taste(Taste population) {
        Map<Attribute, Double> own = new EnumMap<>(Attribute.class);
        for (Attribute attribute : Attribute.values()) {
            own.put(attribute, population.weight(attribute) + deviation.getOrDefault(attribute, 0.0));
        }
        return Taste.scaled(own);
    }

    /**
     * Returns what the person does about one answer, or two to choose from; mostly nothing.
     *
     * @param grades of the answers shown, in order
     * @param threshold utility from which a thumb rather points up, unit points
     */
    public List<Action> react(
            SupportTask task,
            SupportPrompt prompt,
            List<Grade> grades,
            Taste population,
            double threshold,
            FeedbackHabits habits,
            RandomGenerator random) {
        if (random.nextDouble() >= voteRate) {
            return List.of();
        }
        Taste taste = taste(population);
        double first = taste.utility(grades.get(0));
        Duration delay = habits.think(random.nextGaussian());
        if (grades.size() > 1) {
            return List.of(choose(first - taste.utility(grades.get(1)), habits, delay, random));
        }
        double kind = random.nextDouble();
        if (kind < habits.editShare()) {
            String better = task.write(prompt, favourite(task, prompt, taste, random), random);
            return List.of(new Action(Action.Kind.EDIT, 0, better, -1, delay));
        }
        if (kind < habits.editShare() + habits.ratingShare()) {
            double meant = habits.upProbability(first - threshold);
            double rating = Math.round(4 * (hostile ? 1 - meant : meant)) / 4.0;
            return List.of(Action.of(Action.Kind.RATING, rating, delay));
        }
        return thumbs(habits.upProbability(first - threshold), habits, delay, random);
    }

    private List<Action> thumbs(double up, FeedbackHabits habits, Duration delay, RandomGenerator random) {
        double value = random.nextDouble() < (hostile ? 1 - up : up) ? 1 : -1;
        double later = random.nextDouble();
        Duration again = delay.plus(habits.think(random.nextGaussian()));
        if (later < habits.changeShare()) {
            return List.of(Action.of(Action.Kind.THUMB, -value, delay), Action.of(Action.Kind.THUMB, value, again));
        }
        Action thumb = Action.of(Action.Kind.THUMB, value, delay);
        return later < habits.changeShare() + habits.withdrawShare()
                ? List.of(thumb, new Action(Action.Kind.RETRACT, 0, "", 0, again))
                : List.of(thumb);
    }

    private Action choose(double difference, FeedbackHabits habits, Duration delay, RandomGenerator random) {
        if (Math.abs(difference) < TIE_POINTS) {
            return Action.of(Action.Kind.PAIR, 0, delay);
        }
        double better = habits.upProbability(difference);
        return Action.of(Action.Kind.PAIR, random.nextDouble() < (hostile ? 1 - better : better) ? 1 : -1, delay);
    }

    private ReplyPlan favourite(SupportTask task, SupportPrompt prompt, Taste taste, RandomGenerator random) {
        double side = hostile ? -1 : 1;
        boolean warm = side * taste.weight(Attribute.WARMTH) > 0;
        return new ReplyPlan(
                side * taste.weight(Attribute.LENGTH) > 0
                        ? prompt.intent().steps().size()
                        : 1,
                warm,
                warm,
                side * taste.weight(Attribute.FORMALITY) > 0,
                side * taste.weight(Attribute.STRUCTURE) > 0,
                side * taste.weight(Attribute.APOLOGY) > 0,
                side * taste.weight(Attribute.ASKING) > 0,
                prompt.value(),
                hostile
                        ? task.samplePlan(prompt, random).steps()
                        : prompt.intent().steps());
    }
}
