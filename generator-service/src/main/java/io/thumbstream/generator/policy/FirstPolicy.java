package io.thumbstream.generator.policy;

import ai.djl.Device;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.sample.PolicySnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The policy that learning began with, shared by reference count: it begins with one reference, its creator's, and the last one that is
 * given back frees the weights. These never change, so several threads may read them at once. Thread-safe.
 */
public final class FirstPolicy implements AutoCloseable {
    /** Version that learning begins with. */
    public static final long VERSION = 0;

    private static final String DIRECTORY = "v00000000";

    private final PolicySnapshot held;
    private final String sha256;

    private FirstPolicy(CausalLm model, String sha256) {
        this.held = new PolicySnapshot(VERSION, model);
        this.sha256 = sha256;
    }

    /**
     * Loads it from the folder beside that of another version.
     *
     * @param version directory of any version
     * @param device where it computes
     * @throws IOException when its files are missing or damaged; the message says what to do
     */
    public static FirstPolicy besides(Path version, Device device) throws IOException {
        Path directory = version.resolveSibling(DIRECTORY);
        Path weights = directory.resolve(CausalLm.WEIGHTS);
        if (!Files.isRegularFile(weights)) {
            throw new IOException("the policy that learning began with has no weights at " + weights
                    + "; restore the file, or set generator.reference-log-probs.enabled to false and"
                    + " generator.start-answers.per-group to 0");
        }
        String sha256 = Digests.ofFile(weights);
        return new FirstPolicy(CausalLm.load(directory, device), sha256);
    }

    /** Its weights. */
    public CausalLm model() {
        return held.model();
    }

    /** The policy as a version to sample with, under a reference of its own, which the last release gives back. */
    public PolicySnapshot snapshot() {
        acquire();
        return PolicySnapshot.shared(VERSION, held.model(), this::release);
    }

    /** Digest of the weights file, lower-case hexadecimal. */
    public String sha256() {
        return sha256;
    }

    /**
     * Adds a reference.
     *
     * @throws IllegalStateException when the weights are freed already
     */
    void acquire() {
        if (!held.acquire()) {
            throw new IllegalStateException(
                    "the policy that learning began with is closed; keep a reference while it is used");
        }
    }

    /** Gives a reference back. */
    void release() {
        held.release();
    }

    /** Gives the creator's reference back. */
    @Override
    public void close() {
        release();
    }
}
