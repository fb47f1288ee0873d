package io.thumbstream.launcher.compose;

import io.thumbstream.learner.engine.InputLookup;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.LearnerCore;
import io.thumbstream.learner.engine.StepContext;
import io.thumbstream.learner.engine.StepInput;
import io.thumbstream.learner.engine.StepOutcome;
import io.thumbstream.learner.engine.StepPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** A learner without weights: its state is a number made of the steps it took, in order. A step takes all that waits. */
final class FakeCore<T> implements LearnerCore<T> {
    private final List<InputRecord<T>> waiting = new ArrayList<>();
    private final boolean plans;
    private final DoubleSupplier loss;
    private long state;
    private int steps;

    /**
     * @param plans whether it ever plans a step
     * @param loss what each step reports
     */
    FakeCore(boolean plans, DoubleSupplier loss) {
        this.plans = plans;
        this.loss = loss;
    }

    @Override
    public void accept(InputRecord<T> record) {
        waiting.add(record);
    }

    @Override
    public Optional<StepPlan<T>> plan(StepContext context) {
        if (!plans || waiting.isEmpty()) {
            return Optional.empty();
        }
        List<StepInput<T>> inputs = new ArrayList<>();
        waiting.forEach(record -> inputs.add(StepInput.of(record)));
        return Optional.of(new StepPlan<>(context, inputs));
    }

    @Override
    public StepOutcome apply(StepPlan<T> plan) {
        int samples = plan.inputs().size();
        state = 31 * state + plan.context().seed() + samples;
        steps++;
        waiting.clear();
        return new StepOutcome(Optional.empty(), samples, samples, Map.of("loss", loss.getAsDouble()));
    }

    int steps() {
        return steps;
    }

    long state() {
        return state;
    }

    /** Goes on from a state that another had. */
    void state(long taken) {
        state = taken;
    }

    @Override
    public List<StepInput<T>> revised(List<StepInput<T>> inputs) {
        return inputs;
    }

    @Override
    public void snapshot(Path dir) {
        throw new UnsupportedOperationException("both states are kept together");
    }

    @Override
    public void restore(Path dir, InputLookup<T> lookup) {
        throw new UnsupportedOperationException("both states are kept together");
    }

    @Override
    public void export(Path dir) {
        throw new UnsupportedOperationException("there are no weights");
    }

    @Override
    public String digest() {
        return Long.toString(state);
    }

    @Override
    public void close() {}
}
