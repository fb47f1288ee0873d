package io.thumbstream.lab.firewall;

import io.thumbstream.lab.tasks.SupportPrompt;
import io.thumbstream.lab.tasks.SupportTask;
import io.thumbstream.lab.users.FeedbackHabits;
import io.thumbstream.lab.users.Population;
import io.thumbstream.lab.users.SimulatedUser;
import io.thumbstream.lab.users.Taste;
import io.thumbstream.lab.users.Tastes;
import io.thumbstream.lab.users.UserSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The votes of the firewall experiment, with and without hostile accounts and with and without a minority of another taste.
 *
 * <p>Honest vote {@code i} is given by the same person on the same answer with the same luck in every arm, so that arms differ by nothing but
 * what they are about. Hostile accounts vote the opposite of what the majority feels, probes included: they cannot tell them. Probes are answers that
 * both tastes judge alike by a wide margin. Immutable.
 */
public final class VotingWorld {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final int BOARD = 40;
    private static final int PROBES = 40;
    private static final int TRIES = 100_000;

    /** Distance of a probe from the threshold, in points: twice and three times what a vote can tell. */
    private static final double GOOD_BY = 0.4;

    private static final double BAD_BY = 0.6;

    private final SupportTask task;
    private final FirewallPlan plan;
    private final long seed;
    private final FeedbackHabits habits;
    private final double threshold;
    private final List<SimulatedUser> honest;
    private final List<Shown> board;
    private final List<Shown> probes;

    /** Equal plans and seeds make equal worlds. */
    public VotingWorld(SupportTask task, FirewallPlan plan, long seed) {
        this.task = task;
        this.plan = plan;
        this.seed = seed;
        UserSettings people = UserSettings.defaults().withSeed(seed);
        habits = thumbsOnly(people.habits());
        Population population = Population.of(task, people);
        threshold = population.threshold();
        honest = population.users().stream()
                .filter(user -> user.voteRate() > 0 && !user.hostile())
                .limit(plan.voters())
                .toList();
        if (honest.size() < plan.voters()) {
            throw new IllegalArgumentException("voters is " + plan.voters() + "; choose at most " + honest.size());
        }
        SplittableRandom random = new SplittableRandom(seed);
        board = new ArrayList<>();
        probes = new ArrayList<>();
        for (int i = 0; i < BOARD; i++) {
            board.add(fresh(random));
        }
        for (int i = 0; i < PROBES; i++) {
            probes.add(probe(i % 2 == 0, random));
        }
    }

    private static FeedbackHabits thumbsOnly(FeedbackHabits usual) {
        return new FeedbackHabits(
                usual.voteRate(),
                usual.upShare(),
                usual.thinkMedian(),
                usual.thinkP99(),
                usual.timeFactor(),
                usual.labelNoise(),
                usual.sharpness(),
                usual.neverShare(),
                0,
                0,
                0,
                0,
                0);
    }

    /** Answers whose right vote is known. */
    public List<Probe> probes() {
        List<Probe> known = new ArrayList<>();
        for (int i = 0; i < probes.size(); i++) {
            known.add(new Probe(probes.get(i).input(), i % 2 == 0));
        }
        return known;
    }

    /** Keys of the hostile accounts. */
    public List<String> hostile() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < plan.hostile(); i++) {
            keys.add("hostile-" + i);
        }
        return keys;
    }

    /**
     * All votes in the order in which they are given.
     *
     * @param withHostile whether the hostile accounts vote too
     * @param withMinority whether the minority has the other taste; otherwise it feels as the others do
     */
    public List<WorldVote> votes(boolean withHostile, boolean withMinority) {
        List<WorldVote> votes = new ArrayList<>();
        double each = withHostile ? plan.hostile() * plan.loudness() / plan.voters() : 0;
        int given = 0;
        for (int i = 0; i < plan.votes(); i++) {
            votes.add(honestVote(i, withMinority));
            while (given + plan.salvo() <= each * (i + 1)) {
                for (int end = given + plan.salvo(); given < end; given++) {
                    votes.add(hostileVote(given, i));
                }
            }
        }
        return votes;
    }

    private WorldVote honestVote(int i, boolean withMinority) {
        RandomGenerator random = stream("honest", i);
        int who = random.nextInt(honest.size());
        double busiest = honest.get(honest.size() - 1).voteRate();
        while (random.nextDouble() * busiest > honest.get(who).voteRate()) {
            who = random.nextInt(honest.size());
        }
        SimulatedUser person = honest.get(who);
        boolean minority = withMinority && who % (int) Math.round(1 / plan.minorityShare()) == 0;
        Taste taste = minority ? Tastes.second() : Tastes.first();
        SimulatedUser eager = new SimulatedUser(person.key(), person.deviation(), 1, false);
        return vote("honest-" + i, eager, taste, BEGIN.plus(plan.pace().multipliedBy(i)), random);
    }

    private WorldVote hostileVote(int i, int now) {
        int account = i / plan.salvo() % plan.hostile();
        SimulatedUser liar = new SimulatedUser("hostile-" + account, Map.of(), 1, true);
        Duration later = Duration.ofSeconds(i % plan.salvo() + 1L);
        Instant at = BEGIN.plus(plan.pace().multipliedBy(now)).plus(later);
        return vote("lie-" + i, liar, Tastes.first(), at, stream("hostile", i));
    }

    private WorldVote vote(String id, SimulatedUser person, Taste taste, Instant at, RandomGenerator random) {
        double kind = random.nextDouble();
        Shown shown;
        if (kind < plan.probeShare()) {
            shown = probes.get(random.nextInt(probes.size()));
        } else if (kind < plan.probeShare() + plan.boardShare()) {
            shown = board.get(random.nextInt(board.size()));
        } else {
            shown = fresh(random);
        }
        double thumb = person.react(task, shown.prompt(), List.of(shown.grade()), taste, threshold, habits, random)
                .get(0)
                .value();
        return new WorldVote(id, person.key(), shown.input(), thumb > 0, at);
    }

    private RandomGenerator stream(String name, long i) {
        return new SplittableRandom(31 * (31 * seed + name.hashCode()) + 0x9E3779B97F4A7C15L * (i + 1));
    }

    private Shown fresh(RandomGenerator random) {
        SupportPrompt prompt = task.samplePrompt(random, false);
        return shown(prompt, task.write(prompt, task.samplePlan(prompt, random), random));
    }

    private Shown shown(SupportPrompt prompt, String text) {
        return new Shown(prompt, text, task.grade(prompt, text));
    }

    private Shown probe(boolean good, RandomGenerator random) {
        for (int i = 0; i < TRIES; i++) {
            Shown answer = fresh(random);
            Shown shown = good ? answer : shown(answer.prompt(), garbled(answer.text()));
            double first = Tastes.first().utility(shown.grade()) - threshold;
            double second = Tastes.second().utility(shown.grade()) - threshold;
            if (good ? Math.min(first, second) >= GOOD_BY : Math.max(first, second) <= -BAD_BY) {
                return shown;
            }
        }
        throw new IllegalStateException(
                "no answer in " + TRIES + " is judged alike by both tastes; choose a smaller margin for probes");
    }

    /** The answer with every word backwards, which no taste takes for language. */
    private static String garbled(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.split(" ")) {
            words.add(new StringBuilder(word).reverse().toString());
        }
        return String.join(" ", words);
    }
}
