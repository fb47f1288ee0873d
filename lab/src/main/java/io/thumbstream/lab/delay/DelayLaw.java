package io.thumbstream.lab.delay;

import java.util.random.RandomGenerator;

/** How long feedback takes to come. All times are seconds. */
public sealed interface DelayLaw {

    /** A delay, drawn with {@code random}. */
    double draw(RandomGenerator random);

    /** Memoryless: {@code P(delay > t) = exp(-t / mean)}. */
    record Exponential(double mean) implements DelayLaw {
        public Exponential {
            positive("mean", mean);
        }

        @Override
        public double draw(RandomGenerator random) {
            return -mean * Math.log(1 - random.nextDouble());
        }
    }

    /** As people's waits are: {@code ln delay} is normal around {@code ln median} with the deviation {@code spread}. */
    record LogNormal(double median, double spread) implements DelayLaw {
        public LogNormal {
            positive("median", median);
            positive("spread", spread);
        }

        @Override
        public double draw(RandomGenerator random) {
            return median * Math.exp(spread * random.nextGaussian());
        }
    }

    /** Heavy-tailed (Lomax): {@code P(delay > t) = (1 + t / scale)^-tail}; the mean is infinite for {@code tail <= 1}. */
    record HeavyTailed(double scale, double tail) implements DelayLaw {
        public HeavyTailed {
            positive("scale", scale);
            positive("tail", tail);
        }

        @Override
        public double draw(RandomGenerator random) {
            return scale * (Math.pow(1 - random.nextDouble(), -1 / tail) - 1);
        }
    }

    private static void positive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " of a delay is " + value + "; give a finite number above 0");
        }
    }
}
