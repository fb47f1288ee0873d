package io.thumbstream.lab.users;

import io.thumbstream.lab.tasks.Attribute;
import io.thumbstream.lab.tasks.SupportTask;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * All simulated people and the threshold that they share.
 *
 * @param users the people
 * @param threshold utility from which a thumb rather points up, unit points
 */
public record Population(List<SimulatedUser> users, double threshold) {
    private static final double SPREAD = 0.6;

    public Population {
        users = List.copyOf(users);
        if (users.isEmpty()) {
            throw new IllegalArgumentException("A population of 0 people gives no feedback; ask for at least 1");
        }
    }

    /** Draws the people of these settings; equal settings give equal people. */
    public static Population of(SupportTask task, UserSettings settings) {
        SplittableRandom random = new SplittableRandom(settings.seed());
        FeedbackHabits habits = settings.habits();
        int silent = (int) Math.round(settings.users() * habits.neverShare());
        int hostile = (int) Math.round(settings.users() * settings.hostileShare());
        int voters = settings.users() - silent;
        double mean = habits.voteRate() * settings.users() / Math.max(1, voters);
        double spread = Math.max(0, Math.min(SPREAD, 1 / mean - 1));
        List<SimulatedUser> users = new ArrayList<>();
        for (int i = 0; i < settings.users(); i++) {
            boolean votes = i < voters;
            // evenly spaced rates keep the mean rate exact in a population of any size
            double place = voters < 2 ? 0 : 2.0 * i / (voters - 1) - 1;
            double rate = votes ? Math.min(1, mean * (1 + spread * place)) : 0;
            users.add(new SimulatedUser("sim-" + i, deviation(settings, random), rate, false));
        }
        for (int i = 0; i < hostile && voters > 0; i++) {
            int liar = (int) ((i + 0.5) * voters / hostile);
            SimulatedUser user = users.get(liar);
            users.set(liar, new SimulatedUser(user.key(), user.deviation(), user.voteRate(), true));
        }
        double threshold =
                VoteThreshold.calibrate(task, settings.preferenceDrift().at(0).taste(), habits, settings.seed());
        return new Population(users, threshold);
    }

    private static Map<Attribute, Double> deviation(UserSettings settings, SplittableRandom random) {
        Map<Attribute, Double> deviation = new EnumMap<>(Attribute.class);
        for (Attribute attribute : Attribute.values()) {
            deviation.put(attribute, settings.individuality() * random.nextGaussian());
        }
        return deviation;
    }
}
