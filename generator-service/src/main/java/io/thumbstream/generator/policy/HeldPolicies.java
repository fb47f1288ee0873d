package io.thumbstream.generator.policy;

import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.sample.PolicyHolder;
import io.thumbstream.model.sample.PolicySnapshot;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Policies that are served from this process: loaded, and published when they have the shape of the first. */
final class HeldPolicies implements PolicyFollower.Target {
    private final PolicyHolder policies;
    private final PolicyFollower.Source source;
    private @Nullable LmConfig shape;

    HeldPolicies(PolicyHolder policies, PolicyFollower.Source source) {
        this.policies = policies;
        this.source = source;
    }

    @Override
    public void serve(PolicyManifest manifest) throws IOException {
        PolicySnapshot snapshot = source.load(manifest);
        LmConfig other = snapshot.model().config();
        if (shape != null && !shape.equals(other)) {
            snapshot.release();
            throw new IOException("policy version " + snapshot.version() + " has shape " + other + " but " + shape
                    + " is served; restart the generator to change the model's shape");
        }
        shape = other;
        policies.publish(snapshot);
    }
}
