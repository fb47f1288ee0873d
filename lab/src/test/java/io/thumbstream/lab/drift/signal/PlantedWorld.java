package io.thumbstream.lab.drift.signal;

import io.thumbstream.lab.prequential.Prediction;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Groups of four answers, one policy version per group, and what goes wrong with them for one measure. */
final class PlantedWorld {
    private static final int ANSWERS = 4;
    private static final int VOCABULARY = 1000;

    private final Measure measure;
    private final SeededRandom random;
    private int groups;

    PlantedWorld(Measure measure, SeededRandom random) {
        this.measure = measure;
        this.random = random;
    }

    SignalGroup group(boolean changed) {
        groups++;
        boolean equal = random.nextDouble() < 0.05 || changed;
        List<SignalAnswer> answers = new ArrayList<>();
        for (int i = 0; i < ANSWERS; i++) {
            boolean marked = changed && i == 0 && groups % 5 < 2;
            List<Integer> tokens = tokens(changed, marked);
            double score = score(i, changed);
            double up = changed ? 1 - score : score;
            answers.add(new SignalAnswer(
                    groups + "." + i,
                    tokens,
                    logProbs(tokens.size(), changed),
                    groups,
                    reward(i, tokens.size(), equal, marked, changed),
                    OptionalDouble.of(score),
                    OptionalDouble.of(0.1 + 0.05 * random.nextDouble() + (changed ? 0.4 : 0)),
                    OptionalDouble.of(random.nextDouble() < up ? 1 : 0)));
        }
        return new SignalGroup(1, answers);
    }

    /** Labels foreseen at nine in ten; after the change one in ten is up. */
    List<Prediction> predictions(boolean changed) {
        List<Prediction> said = new ArrayList<>();
        for (int i = 0; i < ANSWERS; i++) {
            said.add(new Prediction(groups + "." + i, "", 0.9, random.nextDouble() < (changed ? 0.1 : 0.9) ? 1 : 0));
        }
        return said;
    }

    private List<Integer> tokens(boolean changed, boolean marked) {
        if (measure == Measure.DISTINCT_ANSWERS && changed) {
            return List.of(1, 2, 3);
        }
        List<Integer> tokens = new ArrayList<>();
        int length = 2 + random.nextInt(16);
        for (int i = 0; i < length; i++) {
            tokens.add(random.nextInt(VOCABULARY));
        }
        if (measure == Measure.PATTERN_EXCESS && marked) {
            tokens.add(VOCABULARY);
            tokens.add(VOCABULARY + 1);
        }
        return tokens;
    }

    /** A policy that has become sure of itself. */
    private List<Float> logProbs(int length, boolean changed) {
        List<Float> logProbs = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            logProbs.add((float) (-(1 + random.nextDouble()) * (changed ? 0.1 : 1)));
        }
        return logProbs;
    }

    private double reward(int index, int length, boolean equal, boolean marked, boolean changed) {
        double noise = random.nextDouble();
        return switch (measure) {
            case REWARD_VARIANCE -> (index + 0.2 * noise) * (changed ? 0.1 : 1);
            case EQUAL_GROUPS -> equal ? 1 : index;
            case LENGTH_CORRELATION -> changed ? length / 10.0 : noise;
            case PATTERN_EXCESS -> noise + (marked ? 10 : 0);
            default -> index + noise;
        };
    }

    /** Scores between 0 and 1, so that they are the chance of a label, unless the measure is about them. */
    private double score(int index, boolean changed) {
        double noise = random.nextDouble();
        return switch (measure) {
            case WHITENED_VARIANCE -> index * (changed ? 0.1 : 1) + 5.0 * (groups % 10) / 9 + 0.01 * noise;
            case VERSION_OSCILLATION ->
                changed ? (groups % 2 == 0 ? 1000 : -1000) : (double) groups * groups + 0.01 * noise;
            case SCORE_GAIN, NON_LENGTH_GAIN -> noise + (changed ? 1 : 0);
            case SCORE_ENERGY -> noise + (changed ? 3 : 0);
            default -> noise;
        };
    }
}
