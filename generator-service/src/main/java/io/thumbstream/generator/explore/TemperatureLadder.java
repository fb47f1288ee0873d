package io.thumbstream.generator.explore;

import io.thumbstream.model.sample.SamplingSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * Spreads the unseen answers of a group over temperatures, as the chains of parallel tempering are.
 *
 * <p>Unseen answer {@code i} of {@code n} gets {@code temperature * low * (high / low)^(i / (n - 1))}; one unseen answer
 * gets the geometric mean; displayed answers keep the caller's temperature. Source: R. Swendsen and
 * J. Wang, "Replica Monte Carlo simulation of spin glasses", Phys. Rev. Lett. 57, 1986. Ours has their geometric ladder and no swaps.
 *
 * <p>Use it when groups often have equal answers. Hot answers weigh little after off-policy correction, and a greedy
 * request (temperature 0) stays greedy.
 */
final class TemperatureLadder implements Explorer {
    private static final double HOTTEST = 10;

    private final Settings settings;

    /**
     * @param low factor of the coldest rung, range (0, high]
     * @param high factor of the hottest rung, range [low, 10]
     */
    record Settings(double low, double high) {
        Settings {
            if (!(low > 0 && low <= high && high <= HOTTEST)) {
                throw new IllegalArgumentException(
                        "low is " + low + " and high is " + high + "; they must satisfy 0 < low <= high <= 10");
            }
        }
    }

    TemperatureLadder(Settings settings) {
        this.settings = settings;
    }

    @Override
    public List<Draw> plan(ExploreRequest request) {
        List<Draw> draws = new ArrayList<>();
        int unseen = request.groupSize() - request.displayedCount();
        for (int index = 0; index < request.groupSize(); index++) {
            int rung = index - request.displayedCount();
            draws.add(rung < 0 ? new Draw(request.sampling(), "") : rung(request.sampling(), rung, unseen));
        }
        return draws;
    }

    private Draw rung(SamplingSettings asked, int rung, int rungs) {
        double share = rungs == 1 ? 0.5 : (double) rung / (rungs - 1);
        double factor = settings.low() * Math.pow(settings.high() / settings.low(), share);
        return new Draw(asked.withTemperature(Math.min(HOTTEST, asked.temperature() * factor)), "ladder-" + rung);
    }
}
