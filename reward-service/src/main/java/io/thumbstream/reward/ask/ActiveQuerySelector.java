package io.thumbstream.reward.ask;

import io.thumbstream.runtime.random.SeededRandom;

/**
 * Chooses about which pairs people are asked, within a budget, and tells the probability with which it did.
 *
 * <p>{@code n_t = n_(t-1) + max(1 / t, 1 / memory) (u_t - n_(t-1))}, {@code p_t = min(1, budget (f + (1 - f) u_t / n_t))}: a share f of the
 * budget is asked at random and the rest by urgency u over its running mean n, so that about the budget is asked about and nobody
 * is asked with a probability below {@code budget f}. While every urgency was 0 the ratio is 1. What is cut at 1 is not
 * given to others: strongly unequal urgencies stay below the budget. So do urgencies that fall within {@code memory} pairs.
 *
 * <p>Whether a pair is asked about hangs on seed, id and probability alone: for the same id a larger probability asks whenever a smaller
 * one does. A label weighed by {@code 1 / p} stands for the pairs that were not asked about. The state is two numbers;
 * one thread owns it.
 */
public final class ActiveQuerySelector {
    private final AskPolicy policy;
    private final Settings settings;
    private final SeededRandom coins;
    private State state;

    /**
     * How much is asked.
     *
     * @param budget share of pairs that people are asked about, on average, range (0, 1]
     * @param randomShare share of the budget that is asked at random, range (0, 1]; above 0, so that every probability is
     * @param memory pairs over which the mean urgency is taken, at least 1
     */
    public record Settings(double budget, double randomShare, int memory) {
        /** Share of the budget that is asked at random unless set otherwise. */
        public static final double RANDOM_SHARE = 0.1;

        /** Pairs over which the mean urgency is taken unless set otherwise. */
        public static final int MEMORY = 500;

        public Settings {
            share("budget", budget);
            share("random-share", randomShare);
            if (memory < 1) {
                throw new IllegalArgumentException("memory is " + memory + "; give at least 1 pair");
            }
        }

        private static void share(String name, double share) {
            if (!(share > 0 && share <= 1)) {
                throw new IllegalArgumentException(name + " is " + share + "; give a share above 0 and up to 1");
            }
        }

        /** This budget, a tenth of it at random. */
        public static Settings of(double budget) {
            return new Settings(budget, RANDOM_SHARE, MEMORY);
        }

        /** The smallest probability with which any pair is asked about. */
        public double floor() {
            return budget * randomShare;
        }
    }

    /**
     * What is remembered from pair to pair.
     *
     * @param seen pairs so far, at least 0
     * @param mean running mean of their urgencies, finite and at least 0
     */
    public record State(long seen, double mean) {
        /** Before the first pair. */
        public static final State NONE = new State(0, 0);

        public State {
            if (seen < 0 || !(mean >= 0) || Double.isInfinite(mean)) {
                throw new IllegalArgumentException(
                        "seen is " + seen + " and mean " + mean + "; both are finite and at least 0");
            }
        }

        private State after(double urgency, int memory) {
            long next = seen + 1;
            return new State(next, mean + Math.max(1.0 / next, 1.0 / memory) * (urgency - mean));
        }
    }

    /**
     * What became of a pair.
     *
     * @param asked whether people are asked about it
     * @param probability with which it could have been, range [{@link Settings#floor()}, 1]
     */
    public record Decision(boolean asked, double probability) {}

    /** @param seed of the coins */
    public ActiveQuerySelector(AskPolicy policy, Settings settings, long seed) {
        this(policy, settings, seed, State.NONE);
    }

    /** Goes on from a state. */
    public ActiveQuerySelector(AskPolicy policy, Settings settings, long seed, State state) {
        this.policy = policy;
        this.settings = settings;
        this.coins = new SeededRandom(seed).child("asking");
        this.state = state;
    }

    /**
     * Decides about the next pair.
     *
     * @param id of the pair, such as the ids of its rollouts
     */
    public Decision decide(String id, AskCandidate candidate) {
        double urgency = policy.urgency(candidate);
        state = state.after(urgency, settings.memory());
        double ratio = state.mean() > 0 ? urgency / state.mean() : 1;
        double random = settings.randomShare();
        double probability = Math.min(1, settings.budget() * (random + (1 - random) * ratio));
        return new Decision(coins.child(id).nextDouble() < probability, probability);
    }

    /** What it remembers now. */
    public State state() {
        return state;
    }
}
