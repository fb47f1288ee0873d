package io.thumbstream.learner.stabilize;

import io.thumbstream.learner.objective.LossReport;
import io.thumbstream.learner.objective.PolicyBatch;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Set;

/** An extra loss that keeps the policy from running away. Called once per micro-batch with gradients on; keeps nothing. */
public interface Stabilizer {
    /** Loss to add, under the denominators of the whole step. */
    LossReport penalty(PolicyBatch batch);

    /** What samples must carry. */
    Set<Signal> needs();

    /** Names of the diagnostics, always all of them. */
    Set<String> diagnostics();
}
