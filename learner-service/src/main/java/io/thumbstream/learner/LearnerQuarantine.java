package io.thumbstream.learner;

import io.thumbstream.learner.engine.FileCheckpoints;
import io.thumbstream.learner.reward.RewardCore;
import io.thumbstream.learner.trust.TrustSettings;
import io.thumbstream.learner.trust.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the firewall makes of people, as of the newest checkpoint of the reward learner; reads files only. */
public final class LearnerQuarantine {
    private LearnerQuarantine() {}

    /**
     * What a checkpoint says.
     *
     * @param checkpoint where it lies
     * @param notable everybody of whom there is something to say, least recently heard first
     */
    public record Reading(Path checkpoint, List<Verdict> notable) {
        public Reading {
            notable = List.copyOf(notable);
        }
    }

    /**
     * Reads the newest whole checkpoint; empty when there is none.
     *
     * @param dataDir data directory of the learner, which may be running
     * @param settings name the model, and how the firewall judges
     */
    public static Optional<Reading> read(Path dataDir, LearnerSettings settings) {
        Path live = dataDir.resolve("learner").resolve(LearnerCores.REWARD).resolve(settings.modelName());
        TrustSettings trust = settings.reward().core().trust();
        return new Erasures(dataDir)
                        .above(new FileCheckpoints(live, settings.rewardRun().keepCheckpoints()), LearnerCores.REWARD)
                        .newestFirst()
                        .stream()
                        .findFirst()
                        .map(checkpoint -> new Reading(checkpoint, RewardCore.notable(checkpoint, trust)));
    }
}
