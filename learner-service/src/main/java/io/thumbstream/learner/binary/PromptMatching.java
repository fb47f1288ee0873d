package io.thumbstream.learner.binary;

import java.util.Map;

/**
 * How likely prompts like this one are to be seen with approval: a logistic regression on the tokens of the prompt.
 *
 * <p>{@code p(x) = s(w e(x) + b)}, {@code s} the logistic function, {@code e(x)} the tokens that occur in {@code x}, hashed into
 * {@value #BUCKETS} places and scaled to length 1; both classes count the same in all. Source: the matching of underlying distributions of
 * Jung et al., Binary Classifier Optimization, 2024, arXiv 2404.04656, which weighs a disapproved answer by {@code p / (1 - p)}, cut to
 * [0.5, 10]. Ours learns by AdaGrad as judgements come in place of fitting a window, on tokens in place of an embedding.
 *
 * <p>Says nothing until it has seen enough of each class. One thread owns it.
 */
final class PromptMatching {
    private static final int BUCKETS = 64;
    private static final int HASH = 0x9E3779B1;
    private static final int HASH_BITS = 6;
    private static final double RATE = 0.3;
    private static final double FIRST_SQUARES = 0.25;
    private static final String WEIGHT = "prompt-weight-";
    private static final String SQUARES = "prompt-squares-";
    private static final String UPS = "prompt-ups";
    private static final String DOWNS = "prompt-downs";

    private final int enough;
    private final double[] weights = new double[BUCKETS + 1];
    private final double[] squares = new double[BUCKETS + 1];
    private double ups;
    private double downs;

    /** @param enough judgements of each class before it says anything */
    PromptMatching(int enough) {
        this.enough = enough;
    }

    /** {@code log(p / (1 - p))} of the prompt, 0 as long as little is known. */
    double logOdds(int[] prompt) {
        return ups < enough || downs < enough ? 0 : score(features(prompt));
    }

    /** Weight of a disapproved answer to the prompt. */
    double factor(int[] prompt) {
        return Math.max(0.5, Math.min(10, Math.exp(logOdds(prompt))));
    }

    private double score(double[] features) {
        double score = 0;
        for (int i = 0; i < features.length; i++) {
            score += weights[i] * features[i];
        }
        return score;
    }

    /** The last feature is 1, for the bias. */
    private static double[] features(int[] prompt) {
        double[] features = new double[BUCKETS + 1];
        double count = 0;
        for (int token : prompt) {
            int bucket = (token * HASH) >>> (Integer.SIZE - HASH_BITS);
            count += 1 - features[bucket];
            features[bucket] = 1;
        }
        for (int i = 0; i < BUCKETS && count > 0; i++) {
            features[i] /= Math.sqrt(count);
        }
        features[BUCKETS] = 1;
        return features;
    }

    /** Learns from one judgement. */
    void note(Judgement judgement) {
        double up = judgement.approval() * judgement.weight();
        double down = (1 - judgement.approval()) * judgement.weight();
        ups += up;
        downs += down;
        double total = ups + downs;
        double[] features = features(judgement.prompt());
        double p = 1 / (1 + Math.exp(-score(features)));
        double slope = down * p * total / (2 * Math.max(1, downs)) - up * (1 - p) * total / (2 * Math.max(1, ups));
        for (int i = 0; i < features.length; i++) {
            double gradient = slope * features[i];
            squares[i] += gradient * gradient;
            weights[i] -= RATE * gradient / Math.sqrt(FIRST_SQUARES + squares[i]);
        }
    }

    /** Adds everything known to {@code state}. */
    void save(Map<String, Double> state) {
        for (int i = 0; i < weights.length; i++) {
            state.put(WEIGHT + i, weights[i]);
            state.put(SQUARES + i, squares[i]);
        }
        state.put(UPS, ups);
        state.put(DOWNS, downs);
    }

    /** Takes back what {@link #save} gave. */
    void restore(Map<String, Double> state) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] = state.getOrDefault(WEIGHT + i, 0.0);
            squares[i] = state.getOrDefault(SQUARES + i, 0.0);
        }
        ups = state.getOrDefault(UPS, 0.0);
        downs = state.getOrDefault(DOWNS, 0.0);
    }
}
