package io.thumbstream.generator.policy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LoraAdapter;
import io.thumbstream.model.sample.PolicySnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Policies beside the one that learning began with, which is loaded once and stays: versions that are its weights and an adapter share them, so
 * that they need no second copy.
 *
 * <p>A version shares only if weights and adapter add up to exactly the numbers of its own file, whose digest was verified; else it is held
 * whole. One thread loads, any may ask for the first policy, which lives as long as a snapshot needs it.
 */
public final class SharedBase implements PolicyFollower.Source, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SharedBase.class);

    private final PolicyLoader loader;
    private final Device device;
    private volatile @Nullable FirstPolicy first;

    /**
     * Nothing is loaded yet.
     *
     * @param loader verifies versions
     * @param device where it loads them to
     */
    public SharedBase(PolicyLoader loader, Device device) {
        this.loader = loader;
        this.device = device;
    }

    /** The policy that learning began with; empty before a version was loaded. */
    public Optional<FirstPolicy> first() {
        return Optional.ofNullable(first);
    }

    /**
     * Loads and verifies the weights, and with the first version those of the policy that learning began with.
     *
     * @throws IOException as {@link PolicyLoader#load}, or when that policy is missing or damaged
     */
    @Override
    public PolicySnapshot load(PolicyManifest manifest) throws IOException {
        PolicySnapshot whole = loader.load(manifest);
        Optional<PolicySnapshot> shared;
        try {
            shared = shared(manifest, whole.model(), begun(manifest.directory()));
        } catch (IOException | RuntimeException e) {
            whole.release();
            throw e;
        }
        if (shared.isEmpty()) {
            return whole;
        }
        whole.release();
        return shared.get();
    }

    private FirstPolicy begun(Path version) throws IOException {
        FirstPolicy known = first;
        if (known == null) {
            known = FirstPolicy.besides(version, device);
            first = known;
        }
        return known;
    }

    private Optional<PolicySnapshot> shared(PolicyManifest manifest, CausalLm whole, FirstPolicy begun) {
        CausalLm base = begun.model();
        if (!whole.config().equals(base.config())) {
            return Optional.empty();
        }
        if (manifest.sha256().equals(begun.sha256())) {
            begun.acquire();
            return Optional.of(PolicySnapshot.shared(manifest.version(), base, begun::release));
        }
        return adapted(manifest.directory().resolve(LoraAdapter.FOLDER), whole, base)
                .map(model -> {
                    begun.acquire();
                    return PolicySnapshot.shared(manifest.version(), model, () -> {
                        model.close();
                        begun.release();
                    });
                });
    }

    /** The base with the adapter in {@code folder}; empty when there is none, or it does not make the same weights. */
    private Optional<CausalLm> adapted(Path folder, CausalLm whole, CausalLm base) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        LoraAdapter adapter;
        try {
            adapter = LoraAdapter.load(folder, base.config(), device);
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("the adapter of a policy cannot be read; its weights are held whole");
            return Optional.empty();
        }
        CausalLm model = base.withAdapter(adapter);
        try {
            if (same(model, whole)) {
                return Optional.of(model);
            }
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
        model.close();
        LOG.atInfo()
                .addKeyValue("adapter", folder)
                .log("base and adapter do not make the very weights of a policy; they are held whole");
        return Optional.empty();
    }

    private static boolean same(CausalLm one, CausalLm other) {
        try (NDManager scratch = NDManager.newBaseManager(one.parameters().device())) {
            List<NDArray> ours = one.mergedParameters(scratch);
            List<NDArray> theirs = other.mergedParameters(scratch);
            for (int i = 0; i < ours.size(); i++) {
                if (!ours.get(i).contentEquals(theirs.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Gives up the first policy, which is freed when nobody uses it any more. */
    @Override
    public void close() {
        FirstPolicy known = first;
        if (known != null) {
            known.close();
            first = null;
        }
    }
}
