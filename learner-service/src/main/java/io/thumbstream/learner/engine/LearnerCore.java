package io.thumbstream.learner.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The state machine of a learner: a buffer of records, weights and an optimiser.
 *
 * <p>Called by one thread. {@link #accept} and {@link #apply} are the only ways its state changes, and both are
 * functions of the state and their argument; {@link #plan} may look and may forget records that can never be used
 * again, and changes nothing else.
 */
public interface LearnerCore<T> extends AutoCloseable {
    /** Puts {@code record} into the buffer; a lower or equal revision of a known id is ignored. */
    void accept(InputRecord<T> record);

    /** The next step, or empty while the buffer does not hold enough. Randomness only from the context's seed. */
    Optional<StepPlan<T>> plan(StepContext context);

    /** Applies the step, from the plan's own records. */
    StepOutcome apply(StepPlan<T> plan);

    /**
     * Inputs that another core logged, as this one would have taken them: those it can use, each prediction made by the present
     * weights.
     */
    List<StepInput<T>> revised(List<StepInput<T>> inputs);

    /** Writes weights, optimiser and buffer cursor into the empty directory {@code dir}. */
    void snapshot(Path dir);

    /** Takes the state of a snapshot back; records of the buffer are read again through {@code lookup}. */
    void restore(Path dir, InputLookup<T> lookup);

    /** Writes the files of a published version, {@code model.safetensors} among them, into the empty {@code dir}. */
    void export(Path dir);

    /** Lower-case sha256 of the weights. */
    String digest();

    @Override
    void close();
}
