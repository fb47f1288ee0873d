package io.thumbstream.generator.policy;

import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.sample.PolicyHolder;
import io.thumbstream.model.sample.PolicySnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the newest wanted policy: loads it beside the old one and swaps; when it cannot be loaded the old one stays
 * and the new one is tried again.
 *
 * <p>One thread calls {@link #want} and {@link #update}; the rest may be read from any thread.
 */
public final class PolicyFollower {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyFollower.class);

    private final PolicyHolder policies;
    private final Source source;
    private final Clock clock;
    private final Duration retry;
    private @Nullable PolicyManifest wanted;
    private Instant nextTry = Instant.MIN;
    private @Nullable LmConfig shape;
    private volatile @Nullable Path directory;
    private volatile @Nullable String problem;

    /** Where snapshots come from; {@link PolicyLoader#load} in production. */
    @FunctionalInterface
    public interface Source {
        PolicySnapshot load(PolicyManifest manifest) throws IOException;
    }

    /** What an {@link #update} did. */
    public enum Outcome {
        NOTHING_TO_DO,
        SWAPPED,
        FAILED
    }

    /** @param retry pause before a policy that could not be loaded is tried again */
    public PolicyFollower(PolicyHolder policies, Source source, Clock clock, Duration retry) {
        this.policies = policies;
        this.source = source;
        this.clock = clock;
        this.retry = retry;
    }

    /** This policy is to be served; only the last one wanted counts. */
    public void want(PolicyManifest manifest) {
        wanted = manifest;
        nextTry = Instant.MIN;
    }

    /** Loads the wanted policy when it is not served yet and its next try is due. */
    public Outcome update() {
        PolicyManifest manifest = wanted;
        Instant now = clock.instant();
        if (manifest == null || now.isBefore(nextTry)) {
            return Outcome.NOTHING_TO_DO;
        }
        try {
            PolicySnapshot snapshot = source.load(manifest);
            requireSameShape(snapshot);
            policies.publish(snapshot);
            directory = manifest.directory();
            wanted = null;
            problem = null;
            LOG.atInfo().addKeyValue("policy_version", manifest.version()).log("policy swapped");
            return Outcome.SWAPPED;
        } catch (IOException | RuntimeException e) {
            nextTry = now.plus(retry);
            problem = String.valueOf(e.getMessage());
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("policy_version", manifest.version())
                    .log("policy cannot be loaded; the old one is kept");
            return Outcome.FAILED;
        }
    }

    /** Directory of the policy that is served; empty before the first. */
    public Optional<Path> directory() {
        return Optional.ofNullable(directory);
    }

    /** Why the wanted policy is not served; empty when it is. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    private void requireSameShape(PolicySnapshot snapshot) throws IOException {
        LmConfig other = snapshot.model().config();
        if (shape == null) {
            shape = other;
        } else if (!shape.equals(other)) {
            snapshot.release();
            throw new IOException("policy version " + snapshot.version() + " has shape " + other + " but " + shape
                    + " is served; restart the generator to change the model's shape");
        }
    }
}
