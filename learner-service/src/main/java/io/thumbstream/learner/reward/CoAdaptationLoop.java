package io.thumbstream.learner.reward;

import io.thumbstream.learner.replay.PairBuilders;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.util.List;

/**
 * The rounds in which a reward model follows its policy: when it may learn from its own judgement, and when it falls back on people's.
 *
 * <p>A round ends when a pair builder has made {@code round-pairs} pairs of what the reward model itself thinks of the policy's answers. Each pair
 * is foreseen before it is learned. The pairs of the next round are learned when the share that was foreseen right is at least {@code gate}, at
 * least {@code least-audits} labels of people were foreseen besides, and {@code (sum (p - y) - sqrt(sum p (1 - p))) / n <= most-gap} over these
 * {@code n} labels: {@code p} what was foreseen, {@code y} what was said, of a pair in favour of the answer that was foreseen. Else they are only
 * foreseen, so that the next round can open again; so are those of the first.
 * Source: Mutual-Taught for Co-adapting Policy and Reward Models, 2025, arXiv 2506.06292; Lang et al., Fine-Tuning Language Models with Reward
 * Learning on Policy, 2024, arXiv 2403.19279; RIVAL: Reinforcement Learning with Iterative and Adversarial Optimization for Machine Translation,
 * 2025, arXiv 2506.05070 (a window of rounds, and a stop below a share).
 * Ours counts rounds in pairs of a stream, reads the gate of the first source and the stop of the third off the same share, and holds every step
 * to a least share of people's labels and to what people said meanwhile, which the sources do not: on its own pairs alone a reward model
 * amplifies what it over-values.
 *
 * <p>The gap is one-sided: people who are more pleased than foreseen are no reason to stop. Knows nothing but the steps in their order, so that
 * every replay of the log decides alike. One thread owns it.
 */
public final class CoAdaptationLoop {
    private static final double FORESEEN = 0.5;

    private final Settings settings;
    private State state = State.START;

    /** With which weights a round begins. */
    public enum Restart {
        /** Those that are there. */
        CONTINUE,
        /** Those before the first step; all recent labels are then learned once more. */
        BASE
    }

    /**
     * When a reward model learns from its own judgement.
     *
     * @param enabled whether it does
     * @param pairs entry of {@link PairBuilders} that makes pairs of its own judgement
     * @param roundPairs own pairs of a round, in {@code [1, 1000000]}
     * @param gate least share of a round's own pairs that must be foreseen right, in {@code [0, 1]}; 0 asks for nothing, and is for pairs that should
     *     teach what the model does not think
     * @param window rounds during which own answers are of use, the one they came in included, in {@code [1, 100]}
     * @param minRealShare least share of people's labels in every step, in {@code (0, 1]}
     * @param leastAudits labels of people that must be foreseen in a round, at least 0; with 0 nothing holds the loop while nobody speaks
     * @param mostGap largest excess of what is foreseen over what people say, less one standard error, as a probability in {@code [0, 1]}
     * @param restart with which weights an open round begins; base needs the n-gram trunk
     */
    public record Settings(
            boolean enabled,
            TechniqueChoice pairs,
            int roundPairs,
            double gate,
            int window,
            double minRealShare,
            int leastAudits,
            double mostGap,
            Restart restart) {
        public Settings {
            if (roundPairs < 1 || roundPairs > 1_000_000) {
                throw new IllegalArgumentException("round-pairs is " + roundPairs + "; choose from 1 to 1000000");
            }
            if (!(gate >= 0 && gate <= 1) || !(mostGap >= 0 && mostGap <= 1)) {
                throw new IllegalArgumentException(
                        "gate is " + gate + " and most-gap " + mostGap + "; choose both from 0 to 1");
            }
            if (window < 1 || window > 100) {
                throw new IllegalArgumentException("window is " + window + "; choose from 1 to 100 rounds");
            }
            if (!(minRealShare > 0 && minRealShare <= 1)) {
                throw new IllegalArgumentException(
                        "min-real-share is " + minRealShare + "; choose above 0 and up to 1");
            }
            if (leastAudits < 0) {
                throw new IllegalArgumentException("least-audits is " + leastAudits + "; give at least 0");
            }
            List<String> problems = PairBuilders.CATALOG.problems(pairs);
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException("pairs: " + String.join("; ", problems));
            }
        }

        /** Off; newer answers against older ones once it is on, half of every step people's. */
        public static Settings off() {
            return new Settings(
                    false,
                    TechniqueChoice.of("checkpoint-contrast-builder"),
                    256,
                    0.6,
                    3,
                    0.5,
                    32,
                    0.1,
                    Restart.CONTINUE);
        }

        /** Whether open rounds begin with the first weights. */
        boolean begins() {
            return enabled && restart == Restart.BASE;
        }

        /** Own pairs that may stand beside so many labels of people. */
        int beside(int real) {
            return (int) Math.floor(real * (1 - minRealShare) / minRealShare + 1e-9);
        }
    }

    /**
     * What the loop remembers.
     *
     * @param round rounds that ended
     * @param open whether own pairs are learned
     * @param pairs own pairs foreseen in this round
     * @param right those foreseen right
     * @param audits people's labels foreseen in this round
     * @param excess sum of what was foreseen less what was said
     * @param variance sum of {@code p (1 - p)}
     * @param lastRight share foreseen right in the last round that ended
     * @param lastGap gap of the last round that ended
     * @param fallBacks rounds that ended with too large a gap or too few audits
     */
    record State(
            long round,
            boolean open,
            long pairs,
            long right,
            long audits,
            double excess,
            double variance,
            double lastRight,
            double lastGap,
            long fallBacks) {
        static final State START = new State(0, false, 0, 0, 0, 0, 0, 0, 0, 0);

        /** Excess over people less a standard error; 0 where nobody spoke. */
        private double gap() {
            return audits == 0 ? 0 : (excess - Math.sqrt(variance)) / audits;
        }

        private State ended(boolean next, boolean fell) {
            return new State(round + 1, next, 0, 0, 0, 0, 0, (double) right / pairs, gap(), fallBacks + (fell ? 1 : 0));
        }
    }

    CoAdaptationLoop(Settings settings) {
        this.settings = settings;
    }

    /**
     * Takes in what a person said.
     *
     * @param foreseen probability of approval, or that the first answer is better
     * @param said the target of the label, in {@code [0, 1]}
     */
    void audit(LabelKind kind, double foreseen, double said) {
        boolean turned = kind == LabelKind.PAIR && foreseen < FORESEEN;
        double expected = turned ? 1 - foreseen : foreseen;
        double came = turned ? 1 - said : said;
        state = new State(
                state.round(),
                state.open(),
                state.pairs(),
                state.right(),
                state.audits() + 1,
                state.excess() + expected - came,
                state.variance() + expected * (1 - expected),
                state.lastRight(),
                state.lastGap(),
                state.fallBacks());
    }

    /** Takes in an own pair, foreseen with this probability of its first answer. */
    void pair(double foreseen) {
        state = new State(
                state.round(),
                state.open(),
                state.pairs() + 1,
                state.right() + (foreseen > FORESEEN ? 1 : 0),
                state.audits(),
                state.excess(),
                state.variance(),
                state.lastRight(),
                state.lastGap(),
                state.fallBacks());
    }

    /**
     * Ends the round when it is full. Call after a step.
     *
     * @return whether an open round begins now
     */
    boolean endRound() {
        if (state.pairs() < settings.roundPairs()) {
            return false;
        }
        boolean fell = state.audits() < settings.leastAudits() || state.gap() > settings.mostGap();
        boolean won = state.right() >= settings.gate() * state.pairs();
        state = state.ended(won && !fell, fell);
        return state.open();
    }

    State state() {
        return state;
    }

    void restore(State saved) {
        state = saved;
    }
}
