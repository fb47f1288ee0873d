package io.thumbstream.launcher.trial;

import io.thumbstream.launcher.loop.AnswerGroup;
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
 * succeeds with probability {@code U}. Some correct answers, and are right; none leave signs. Where a bed is watched they do nothing of this: each
 * answer is looked at for long, and edited by whoever takes over. Hostile ones always speak, and say the opposite. One thread owns them.
 */
final class BedPeople implements Voice {
    private static final double SHARPNESS = 10;
    private static final double EVEN = 0.5;
    private static final double RATING_STEPS = 4;
    private static final double RATING_DEVIATION = 0.5;
    private static final String DWELL = "dwell";
    /** Strength of having looked for four and a half minutes. */
    private static final double LONG = 0.9;

    private final BedSettings.Feedback feedback;
    private final BedCorrections corrections;
    private Bed bed;

    /** People of whom nobody corrects anything. */
    BedPeople(BedSettings.Feedback feedback, Bed bed) {
        this(feedback, bed, new BedCorrections(BedSettings.Editing.NONE, bed.words()));
    }

    BedPeople(BedSettings.Feedback feedback, Bed bed, BedCorrections corrections) {
        this.feedback = feedback;
        this.bed = bed;
        this.corrections = corrections;
    }

    /** From now on people want this. */
    void want(Bed other) {
        bed = other;
    }

    /** Who watches is asked about every answer. */
    @Override
    public List<List<RolloutEvent>> about(AnswerGroup group, int answers) {
        if (!bed.watched() || answers > 1) {
            return Voice.super.about(group, answers);
        }
        return group.answers().stream().map(answer -> List.of(answer)).toList();
    }

    @Override
    public Optional<Statement> say(FeedbackKind kind, List<RolloutEvent> about, SeededRandom random) {
        boolean hostile = hostile(about.get(0));
        double silence = random.nextDouble();
        boolean contrary = random.nextDouble() < feedback.noise() || hostile;
        Optional<Statement> opinion =
                bed.watched() ? watching(kind, about.get(0), random) : opinion(kind, about, contrary, random);
        return opinion.filter(statement -> hostile || silence < given(statement));
    }

    private Optional<Statement> opinion(
            FeedbackKind kind, List<RolloutEvent> about, boolean contrary, SeededRandom random) {
        double worth = worth(about.get(0));
        String id = id(kind, about.get(0));
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
            case EDIT -> corrections.of(about.get(0), bed).map(text -> new Statement(id, kind, null, text));
            default -> Optional.empty();
        };
    }

    private Optional<Statement> watching(FeedbackKind kind, RolloutEvent answer, SeededRandom random) {
        String id = id(kind, answer);
        return switch (kind) {
            case EDIT ->
                bed.takeOver(answer.trace().promptTokens(), answer.trace().tokens(), feedback.right(), random)
                        .map(text -> new Statement(id, kind, null, text));
            case IMPLICIT -> Optional.of(new Statement(id, kind, LONG, DWELL));
            default -> Optional.empty();
        };
    }

    /** Probability that what somebody has to say is said. */
    private double given(Statement statement) {
        Double value = statement.value();
        boolean unhappy = statement.kind() == FeedbackKind.THUMB && value != null && value < 0;
        return unhappy ? feedback.said() * feedback.unhappy() : feedback.said();
    }

    private static String id(FeedbackKind kind, RolloutEvent answer) {
        return answer.id() + "-" + kind;
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
