package io.thumbstream.generator.policy;

import ai.djl.Device;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.lm.CausalLm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The policy that learning began with. Its weights never change, so several threads may read them at once. */
public final class FirstPolicy implements AutoCloseable {
    /** Version that learning begins with. */
    public static final long VERSION = 0;

    private static final String DIRECTORY = "v00000000";

    private final CausalLm model;
    private final String sha256;

    private FirstPolicy(CausalLm model, String sha256) {
        this.model = model;
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
            throw new IOException("generator.reference-log-probs.enabled is true but the policy that learning began with"
                    + " has no weights at " + weights + "; restore the file or set it to false");
        }
        String sha256 = Digests.ofFile(weights);
        return new FirstPolicy(CausalLm.load(directory, device), sha256);
    }

    /** Its weights; they are freed with this. */
    public CausalLm model() {
        return model;
    }

    /** Digest of the weights file, lower-case hexadecimal. */
    public String sha256() {
        return sha256;
    }

    @Override
    public void close() {
        model.close();
    }
}
