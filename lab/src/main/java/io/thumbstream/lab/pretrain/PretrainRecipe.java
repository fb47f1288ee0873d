package io.thumbstream.lab.pretrain;

import io.thumbstream.model.train.PretrainSettings;

/**
 * Everything that decides the weights of a base model, apart from the code and the number of threads.
 *
 * @param corpusSeed seed of the exchanges
 * @param corpusSize number of exchanges
 * @param vocabularySize wanted number of token ids
 * @param modelSeed seed of the first parameters
 * @param settings schedule of the training
 */
public record PretrainRecipe(
        long corpusSeed, int corpusSize, int vocabularySize, long modelSeed, PretrainSettings settings) {
    /** Native threads with which the shipped model was made; another number rounds sums differently. */
    public static final int SHIPPED_THREADS = 2;

    public PretrainRecipe {
        if (corpusSize <= 0) {
            throw new IllegalArgumentException(
                    "A corpus of " + corpusSize + " exchanges is empty; ask for at least one");
        }
    }

    /** The recipe of the shipped model, which was made with {@link #SHIPPED_THREADS} threads. */
    public static PretrainRecipe defaults() {
        return new PretrainRecipe(
                20_261, 30_000, 1_024, 1, new PretrainSettings(700, 32, 3e-3, 1e-4, 60, 0.05, 1, 8, 1));
    }

    /** The same recipe with other first parameters. */
    public PretrainRecipe withModelSeed(long seed) {
        return new PretrainRecipe(corpusSeed, corpusSize, vocabularySize, seed, settings);
    }

    /** The same recipe with another number of steps; the schedule stretches with it. */
    public PretrainRecipe withSteps(int steps) {
        PretrainSettings s = settings;
        return new PretrainRecipe(
                corpusSeed,
                corpusSize,
                vocabularySize,
                modelSeed,
                new PretrainSettings(
                        steps,
                        s.batchSize(),
                        s.peakRate(),
                        s.finalRate(),
                        Math.min(s.warmupSteps(), steps),
                        s.weightDecay(),
                        s.maxNorm(),
                        s.bucketBatches(),
                        s.seed()));
    }
}
