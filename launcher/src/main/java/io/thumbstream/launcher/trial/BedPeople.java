package io.thumbstream.launcher.trial;

import io.thumbstream.launcher.loop.Voice;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.interpret.Statement;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.List;
import java.util.Optional;

/**
 * People who judge answers of the bed by their worth {@code U}: a thumb is up with probability {@code sigma(10 (U - 0.5))}, the first of
 * two is chosen with {@code sigma(10 (U_a - U_b))}, a rating is {@code 1 + 4 U} of 5 with a deviation of half a point, rounded, and a task
 * succeeds with probability {@code U}. Some of those who speak also correct the answer, and nobody does for the worse. They leave
 * no signs. Hostile ones always speak, and say the opposite. One thread owns them.
 */
final class BedPeople implements Voice {
    private static final double SHARPNESS = 10;
    private static final double EVEN = 0.5;
    private static final double RATING_STEPS = 4;
    private static final double RATING_DEVIATION = 0.5;

    private final BedSettings.Feedback feedback;
    private Bed bed;

    BedPeople(BedSettings.Feedback feedback, Bed bed) {
        this.feedback = feedback;
        this.bed = bed;
    }

    /** From now on people want this. */
    void want(Bed other) {
        bed = other;
    }

    @Override
    public Optional<Statement> say(FeedbackKind kind, List<RolloutEvent> about, SeededRandom random) {
        boolean hostile = hostile(about.get(0));
        if (random.nextDouble() >= feedback.said() && !hostile) {
            return Optional.empty();
        }
        boolean contrary = random.nextDouble() < feedback.noise() || hostile;
        double worth = worth(about.get(0));
        String id = about.get(0).id() + "-" + kind;
        return switch (kind) {
            case THUMB ->
                Optional.of(new Statement(
                        id,
                        kind,
                        sign(sigma(SHARPNESS * (worth - EVEN) + feedback.leniency()), contrary, random),
                        null));
            case PAIR ->
                Optional.of(new Statement(
                        id, kind, sign(sigma(SHARPNESS * (worth - worth(about.get(1)))), contrary, random), null));
            case RATING -> Optional.of(new Statement(id, kind, rating(contrary ? 1 - worth : worth, random), null));
            case OUTCOME -> Optional.of(new Statement(id, kind, sign(worth, contrary, random) > 0 ? 1.0 : 0.0, null));
            case EDIT -> contrary || random.nextDouble() >= feedback.edits() ? Optional.empty() : edit(about.get(0), id);
            default -> Optional.empty();
        };
    }

    private Optional<Statement> edit(RolloutEvent answer, String id) {
        return bed.corrected(answer.trace().promptTokens(), answer.trace().tokens())
                .map(better -> new Statement(id, FeedbackKind.EDIT, null, better));
    }

    private boolean hostile(RolloutEvent answer) {
        String person = answer.userKey();
        return person != null && BedSampler.number(person) < feedback.hostile() * BedSampler.PEOPLE;
    }

    private double worth(RolloutEvent answer) {
        return bed.worth(answer.trace().promptTokens(), answer.trace().tokens());
    }

    private static double sign(double probability, boolean contrary, SeededRandom random) {
        boolean yes = random.nextDouble() < probability;
        return yes == contrary ? -1 : 1;
    }

    private static double rating(double worth, SeededRandom random) {
        double stars = Math.rint(RATING_STEPS * worth + RATING_DEVIATION * random.nextGaussian());
        return Math.max(0, Math.min(RATING_STEPS, stars)) / RATING_STEPS;
    }

    private static double sigma(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
