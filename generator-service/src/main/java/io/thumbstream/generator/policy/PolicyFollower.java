package io.thumbstream.generator.policy;

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
 * <p>One thread calls {@link #want} and {@link #update}; the rest may be called from any thread.
 */
public final class PolicyFollower {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyFollower.class);

    private final Target target;
    private final Clock clock;
    private final Duration retry;
    private @Nullable PolicyManifest wanted;
    private Instant nextTry = Instant.MIN;
    private @Nullable PolicyManifest served;
    private volatile boolean lost;
    private volatile @Nullable Path directory;
    private volatile @Nullable String problem;

    /** Where snapshots come from; {@link PolicyLoader#load} in production. */
    @FunctionalInterface
    public interface Source {
        PolicySnapshot load(PolicyManifest manifest) throws IOException;
    }

    /** What makes a policy the one that is served. */
    @FunctionalInterface
    public interface Target {
        /**
         * Serves a policy from now on.
         *
         * @throws IOException when it cannot be served; the old one still is, and the message says what to do
         */
        void serve(PolicyManifest manifest) throws IOException;
    }

    /** What an {@link #update} did. */
    public enum Outcome {
        NOTHING_TO_DO,
        SWAPPED,
        FAILED
    }

    /** A follower that publishes snapshots of one shape to {@code policies}. */
    public PolicyFollower(PolicyHolder policies, Source source, Clock clock, Duration retry) {
        this(new HeldPolicies(policies, source), clock, retry);
    }

    /** @param retry pause before a policy that could not be loaded is tried again */
    public PolicyFollower(Target target, Clock clock, Duration retry) {
        this.target = target;
        this.clock = clock;
        this.retry = retry;
    }

    /** This policy is to be served; only the last one wanted counts. */
    public void want(PolicyManifest manifest) {
        wanted = manifest;
        nextTry = Instant.MIN;
    }

    /** The policy that is served was lost where it was loaded, and is to be loaded again. */
    public void reload() {
        lost = true;
    }

    /** Loads the wanted policy when it is not served yet, or the served one when it was lost, and its next try is due. */
    public Outcome update() {
        if (lost) {
            lost = false;
            wanted = wanted == null ? served : wanted;
        }
        PolicyManifest manifest = wanted;
        Instant now = clock.instant();
        if (manifest == null || now.isBefore(nextTry)) {
            return Outcome.NOTHING_TO_DO;
        }
        try {
            target.serve(manifest);
            directory = manifest.directory();
            served = manifest;
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
}
