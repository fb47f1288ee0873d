package io.thumbstream.generator.explore;

import java.util.ArrayList;
import java.util.List;

/**
 * Lets each token come from a hotter distribution with a small probability: epsilon-greedy exploration, softened.
 *
 * <p>{@code p = (1 - epsilon) p(temperature) + epsilon p(hot)} per token, exactly as sampled, so that every token keeps
 * a probability of at least {@code epsilon p(hot)} and importance weights stay below {@code 1 / (1 - epsilon)} where the
 * policy is likely. Source: R. Sutton and A. Barto, "Reinforcement Learning", section 2.2 (epsilon-greedy), 2018. Ours mixes in a
 * flattened policy in place of the uniform distribution, because uniform tokens break words.
 *
 * <p>Use it when a few surprising words per answer are wanted. Displayed answers take part only when asked to.
 */
final class HotMixture implements Explorer {
    private static final double HOTTEST = 10;

    private final Settings settings;

    /**
     * @param epsilon share of the hot distribution, range [0, 1]
     * @param hot its temperature, range (0, 10]
     * @param displayed whether answers that a person sees take part
     */
    record Settings(double epsilon, double hot, boolean displayed) {
        Settings {
            if (!(epsilon >= 0 && epsilon <= 1)) {
                throw new IllegalArgumentException("epsilon is " + epsilon + "; it must be in [0, 1]");
            }
            if (!(hot > 0 && hot <= HOTTEST)) {
                throw new IllegalArgumentException("hot is " + hot + "; it must be in (0, 10]");
            }
        }
    }

    HotMixture(Settings settings) {
        this.settings = settings;
    }

    @Override
    public List<Draw> plan(ExploreRequest request) {
        Draw plain = new Draw(request.sampling(), "");
        Draw mixed = new Draw(
                request.sampling().withMixture(settings.epsilon(), settings.hot()),
                "hot-mixture " + settings.epsilon() + "@" + settings.hot());
        List<Draw> draws = new ArrayList<>();
        for (int index = 0; index < request.groupSize(); index++) {
            boolean seen = index < request.displayedCount();
            draws.add(seen && !settings.displayed() ? plain : mixed);
        }
        return draws;
    }
}
