package io.thumbstream.learner;

import io.thumbstream.learner.engine.EventSourcedLearner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/**
 * One running learner with everything it holds open.
 *
 * @param learner the state machine
 * @param mayStep whether steps are allowed now
 * @param afterRound called after each round, for gauges
 * @param held what is closed with it, last opened first
 */
record LearnerUnit(EventSourcedLearner<?> learner, BooleanSupplier mayStep, Runnable afterRound, Held held)
        implements AutoCloseable {
    /** Things to close, last opened first, each even when another fails. */
    static final class Held implements AutoCloseable {
        private final Deque<AutoCloseable> open = new ArrayDeque<>();

        <C extends AutoCloseable> C keep(C each) {
            open.push(each);
            return each;
        }

        @Override
        public void close() {
            @org.jspecify.annotations.Nullable RuntimeException first = null;
            while (!open.isEmpty()) {
                try {
                    open.pop().close();
                } catch (Exception e) {
                    RuntimeException failure =
                            e instanceof RuntimeException known ? known : new IllegalStateException(e);
                    if (first == null) {
                        first = failure;
                    } else {
                        first.addSuppressed(failure);
                    }
                }
            }
            if (first != null) {
                throw first;
            }
        }
    }

    @Override
    public void close() {
        held.close();
    }
}
