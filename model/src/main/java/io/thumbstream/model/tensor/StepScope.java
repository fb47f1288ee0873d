package io.thumbstream.model.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;

/**
 * The lifetime of one training or inference step: every array that the thread makes inside it is freed at its end.
 *
 * <p>State that outlives the step is made before it, or handed out with {@link #keep}. Belongs to the opening thread.
 */
public final class StepScope implements AutoCloseable {
    private final NDScope scope;
    private final NDManager manager;

    private StepScope(NDScope scope, NDManager manager) {
        this.scope = scope;
        this.manager = manager;
    }

    /** Opens a step whose inputs are made by {@link #manager()}, a child of {@code parent}. */
    public static StepScope open(NDManager parent) {
        return new StepScope(new NDScope(), parent.newSubManager());
    }

    /** Owner of the step's inputs. */
    public NDManager manager() {
        return manager;
    }

    /** Moves {@code array} to {@code owner}, so that it survives the step. */
    public NDArray keep(NDArray array, NDManager owner) {
        NDScope.unregister(array);
        array.attach(owner);
        return array;
    }

    @Override
    public void close() {
        scope.close();
        manager.close();
    }
}
