package io.thumbstream.model.lm;

import java.util.function.DoubleUnaryOperator;

/**
 * How rotary positions are slowed down, so that a model reads longer texts than it was first trained on.
 *
 * <p>A pair of components turns by {@code t / pace(theta, size)[pair]} radians at position {@code t}; without scaling the
 * pace is {@code theta^(2 pair / size)} for head size {@code size}.
 */
public sealed interface RotaryScaling {
    /** Positions per radian of each pair of components, axis {@code [size / 2]}. */
    double[] pace(double theta, int size);

    /** Factor of every cosine and sine. */
    default double amplitude() {
        return 1;
    }

    /** Positions as they are. */
    record None() implements RotaryScaling {
        @Override
        public double[] pace(double theta, int size) {
            return plain(theta, size);
        }
    }

    /**
     * Every pair turns {@code factor} times slower. Source: Chen et al., Extending context window of large language models via
     * positional interpolation, 2023, arXiv 2306.15595.
     *
     * @param factor at least 1
     */
    record Linear(double factor) implements RotaryScaling {
        public Linear {
            atLeastOne("linear", factor);
        }

        @Override
        public double[] pace(double theta, int size) {
            return scaled(plain(theta, size), pace -> pace * factor);
        }
    }

    /**
     * A base that grows with the length of the sequence beyond the context of the configuration. Longer sequences are refused
     * here, and up to that length the positions are as they are. Source: the dynamic NTK scaling of Hugging Face transformers.
     *
     * @param factor at least 1
     */
    record Dynamic(double factor) implements RotaryScaling {
        public Dynamic {
            atLeastOne("dynamic", factor);
        }

        @Override
        public double[] pace(double theta, int size) {
            return plain(theta, size);
        }
    }

    /**
     * Slow pairs turn {@code factor} times slower, fast ones as before, those between by a blend. Source: Llama team, The Llama
     * 3 herd of models, 2024, arXiv 2407.21783, and the reference code of Llama 3.1.
     *
     * @param factor at least 1
     * @param lowFrequency pairs that turn less often than this within the original context are slow, positive
     * @param highFrequency pairs that turn more often than this are fast, above {@code lowFrequency}
     * @param originalContext context of the first training in tokens, positive
     */
    record Llama3(double factor, double lowFrequency, double highFrequency, int originalContext)
            implements RotaryScaling {
        public Llama3 {
            atLeastOne("llama3", factor);
            if (!(lowFrequency > 0) || !(highFrequency > lowFrequency) || originalContext < 1) {
                throw new IllegalArgumentException("Llama 3 scaling has frequency factors " + lowFrequency + " and "
                        + highFrequency + " and an original context of " + originalContext
                        + "; the first must be positive and below the second, the context positive");
            }
        }

        @Override
        public double[] pace(double theta, int size) {
            return scaled(plain(theta, size), pace -> {
                double turns = originalContext / (2 * StrictMath.PI * pace);
                double kept = (turns - lowFrequency) / (highFrequency - lowFrequency);
                return blend(pace, factor, kept);
            });
        }
    }

    /**
     * As {@link Llama3} with borders that are linear in the number of the pair, and larger cosines and sines. Source: Peng et
     * al., YaRN, 2023, arXiv 2309.00071.
     *
     * @param factor at least 1
     * @param originalContext context of the first training in tokens, positive
     * @param fast pairs that turn more often than this within the original context are left alone
     * @param slow pairs that turn less often than this are slowed down entirely, positive and below {@code fast}
     * @param whole whether the borders are rounded outwards to whole pairs
     * @param amplitude factor of every cosine and sine, positive
     */
    record Yarn(double factor, int originalContext, double fast, double slow, boolean whole, double amplitude)
            implements RotaryScaling {
        /** Keeps the ramp finite when both borders fall on one pair. */
        private static final double NARROWEST = 0.001;

        public Yarn {
            atLeastOne("yarn", factor);
            if (!(slow > 0) || !(fast > slow) || originalContext < 1 || !(amplitude > 0)) {
                throw new IllegalArgumentException("YaRN scaling has beta_slow " + slow + ", beta_fast " + fast
                        + ", an original context of " + originalContext + " and an attention factor of " + amplitude
                        + "; all must be positive and beta_slow below beta_fast");
            }
        }

        /** The attention factor that the paper recommends for {@code factor}. */
        static double recommended(double factor, double weight) {
            return factor <= 1 ? 1 : 0.1 * weight * StrictMath.log(factor) + 1;
        }

        @Override
        public double[] pace(double theta, int size) {
            double low = border(fast, theta, size);
            double high = border(slow, theta, size);
            double first = Math.max(whole ? Math.floor(low) : low, 0);
            double last = Math.min(whole ? Math.ceil(high) : high, size - 1);
            double width = first == last ? NARROWEST : last - first;
            double[] pace = plain(theta, size);
            for (int pair = 0; pair < pace.length; pair++) {
                pace[pair] = blend(pace[pair], factor, 1 - (pair - first) / width);
            }
            return pace;
        }

        /** The pair, as a fraction, that turns {@code turns} times within the original context. */
        private double border(double turns, double theta, int size) {
            return size * StrictMath.log(originalContext / (turns * 2 * StrictMath.PI)) / (2 * StrictMath.log(theta));
        }
    }

    private static double[] plain(double theta, int size) {
        double[] pace = new double[size / 2];
        for (int pair = 0; pair < pace.length; pair++) {
            pace[pair] = StrictMath.pow(theta, 2.0 * pair / size);
        }
        return pace;
    }

    private static double[] scaled(double[] pace, DoubleUnaryOperator scale) {
        for (int pair = 0; pair < pace.length; pair++) {
            pace[pair] = scale.applyAsDouble(pace[pair]);
        }
        return pace;
    }

    /** Pace of a pair whose frequency is kept to the share {@code kept}, cut to [0, 1], and divided by {@code factor} otherwise. */
    private static double blend(double pace, double factor, double kept) {
        double share = Math.max(0, Math.min(1, kept));
        return share == 1 ? pace : 1 / (share / pace + (1 - share) / (factor * pace));
    }

    private static void atLeastOne(String kind, double factor) {
        if (!(factor >= 1) || !Double.isFinite(factor)) {
            throw new IllegalArgumentException("The factor of " + kind + " rotary scaling is " + factor
                    + " but must be at least 1; take it from the config.json that came with the weights");
        }
    }
}
