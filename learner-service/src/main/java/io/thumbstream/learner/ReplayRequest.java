package io.thumbstream.learner;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is rebuilt.
 *
 * @param learner which learner's weights
 * @param version up to this version; the newest state when empty
 * @param step up to this step
 * @param until up to steps logged at this time
 * @param verify whether every version on the way is compared with its announced digest
 */
public record ReplayRequest(
        Learner learner, OptionalLong version, OptionalLong step, Optional<Instant> until, boolean verify) {
    /** The two learners. */
    public enum Learner {
        POLICY,
        REWARD;

        /** First part of the keys in the topics. */
        String kind() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ReplayRequest {
        if ((version.isPresent() && version.getAsLong() < 1) || (step.isPresent() && step.getAsLong() < 1)) {
            throw new IllegalArgumentException("version " + version + " and step " + step + " begin at 1");
        }
        if (version.isPresent() && (step.isPresent() || until.isPresent())) {
            throw new IllegalArgumentException("give a version, or a step and a time, not both");
        }
    }
}
