package io.thumbstream.launcher.experiment;

import io.thumbstream.lab.users.Tastes;
import io.thumbstream.lab.users.UserSettings;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.up.Folders;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * One seed of the drift experiment: people vote on a fresh system, then their wishes turn over, and two copies of that system go
 * on - one learning everything, one with its reward model frozen. A third arm, the policy frozen at the change, needs no run.
 */
final class SeedRun {
    /** A version is published with every step or two and differs from the next by hundredths of a point. */
    private static final int MEASURED_VERSIONS = 4;

    private final ThumbstreamSettings settings;
    private final DriftPlan plan;
    private final Progress progress;
    private final Clock clock;

    /** @param settings of every seed; data directory, seed and ports are replaced */
    SeedRun(ThumbstreamSettings settings, DriftPlan plan, Progress progress, Clock clock) {
        this.settings = settings;
        this.plan = plan;
        this.progress = progress;
        this.clock = clock;
    }

    /** Runs all phases below {@code home}, which is emptied first. */
    SeedResult run(long seed, Path home) throws IOException, InterruptedException {
        Folders.delete(home);
        Path first = home.resolve("before");
        Path second = home.resolve("after");
        UserSettings people = settings.users().withSeed(seed);
        String name = "seed " + seed;
        Phase phase = new Phase(plan, progress, clock);

        PhaseResult before = phase.run(
                name + " before the change",
                settings.apart(first.toString(), seed).withUsers(plan.before(people)));
        List<Path> atChange = policies(first);
        double learned = BaseScore.utility(atChange, maxTokens(), Tastes.first());
        double frozen = BaseScore.utility(atChange, maxTokens(), Tastes.second());

        Folders.copy(first, second);
        PhaseResult after = phase.run(
                name + " after the change",
                settings.apart(second.toString(), seed).withUsers(plan.after(people)));
        double adapted = BaseScore.utility(policies(second), maxTokens(), Tastes.second());

        // the copy refers to versions of the original, so the original goes on last
        PhaseResult half = phase.run(
                name + " after the change reward model frozen",
                settings.apart(first.toString(), seed)
                        .withUsers(plan.after(people))
                        .withLearner(settings.learner().withEnabled(true, false)));
        double halfAdapted = BaseScore.utility(policies(first), maxTokens(), Tastes.second());
        return new SeedResult(seed, learned, frozen, adapted, halfAdapted, before, after, half);
    }

    private List<Path> policies(Path dataDir) {
        return Folders.newestVersions(
                dataDir.resolve("models").resolve("policy-" + settings.gateway().modelName()), MEASURED_VERSIONS);
    }

    private int maxTokens() {
        return settings.gateway().sampling().maxTokens();
    }
}
