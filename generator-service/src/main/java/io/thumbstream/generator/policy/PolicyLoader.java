package io.thumbstream.generator.policy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.sample.PolicySnapshot;
import io.thumbstream.model.tensor.TensorOps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a published policy and refuses one that is not what its manifest says. */
public final class PolicyLoader {
    private final Device device;

    public PolicyLoader(Device device) {
        this.device = device;
    }

    /**
     * Loads and verifies the weights.
     *
     * @throws IOException when files are missing or damaged, the digest differs, or a weight is not finite; the message
     *     says what to do
     */
    public PolicySnapshot load(PolicyManifest manifest) throws IOException {
        Path weights = manifest.directory().resolve(CausalLm.WEIGHTS);
        if (!Files.isRegularFile(weights)) {
            throw new IOException("policy version " + manifest.version() + " has no weights at " + weights
                    + "; restore the file or publish another version");
        }
        String digest = Digests.ofFile(weights);
        if (!digest.equals(manifest.sha256())) {
            throw new IOException("weights of policy version " + manifest.version() + " have sha256 " + digest
                    + " but the manifest says " + manifest.sha256() + "; restore " + weights
                    + " or publish another version");
        }
        CausalLm model = CausalLm.load(manifest.directory(), device);
        try {
            requireFinite(model, manifest);
            return new PolicySnapshot(manifest.version(), model);
        } catch (IOException | RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    private static void requireFinite(CausalLm model, PolicyManifest manifest) throws IOException {
        for (String name : model.parameters().names()) {
            NDArray array = model.parameters().get(name);
            if (!TensorOps.allFinite(array)) {
                throw new IOException("parameter " + name + " of policy version " + manifest.version()
                        + " is not finite; publish another version");
            }
        }
    }
}
