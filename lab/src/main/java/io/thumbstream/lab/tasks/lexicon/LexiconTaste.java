package io.thumbstream.lab.tasks.lexicon;

import io.thumbstream.runtime.random.SeededRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Weights of the attributes in every domain, each set non-negative and of sum 1.
 *
 * @param weights by domain
 */
public record LexiconTaste(List<List<Double>> weights) {
    public LexiconTaste {
        weights = weights.stream().map(List::copyOf).toList();
    }

    /** Weights drawn for each domain from a Dirichlet distribution with all parameters 2. */
    public static LexiconTaste draw(long bedSeed) {
        SeededRandom random = new SeededRandom(bedSeed).child("lexicon-taste");
        List<List<Double>> all = new ArrayList<>();
        for (int domain = 0; domain < Words.DOMAINS; domain++) {
            double[] gammas = new double[LexiconGold.ATTRIBUTES];
            double sum = 0;
            for (int i = 0; i < gammas.length; i++) {
                // a gamma variable of shape 2 is the sum of two exponential ones
                gammas[i] = -Math.log1p(-random.nextDouble()) - Math.log1p(-random.nextDouble());
                sum += gammas[i];
            }
            List<Double> own = new ArrayList<>();
            for (double gamma : gammas) {
                own.add(gamma / sum);
            }
            all.add(own);
        }
        return new LexiconTaste(all);
    }

    /**
     * The taste that has moved by {@code share} towards that of the domain half around: {@code (1 - share) w_d + share w_(d + 4 mod 8)}.
     *
     * @param share in [0, 1]
     */
    public LexiconTaste moved(double share) {
        List<List<Double>> all = new ArrayList<>();
        for (int domain = 0; domain < weights.size(); domain++) {
            List<Double> here = weights.get(domain);
            List<Double> there = weights.get((domain + weights.size() / 2) % weights.size());
            List<Double> own = new ArrayList<>();
            for (int i = 0; i < here.size(); i++) {
                own.add((1 - share) * here.get(i) + share * there.get(i));
            }
            all.add(own);
        }
        return new LexiconTaste(all);
    }

    /** What an answer is worth, in [0, 1]. */
    public double worth(LexiconPrompt prompt, int[] answer) {
        double[] attributes = LexiconGold.attributes(prompt, answer);
        List<Double> own = weights.get(prompt.domain());
        double sum = 0;
        for (int i = 0; i < attributes.length; i++) {
            sum += own.get(i) * attributes[i];
        }
        return sum;
    }
}
