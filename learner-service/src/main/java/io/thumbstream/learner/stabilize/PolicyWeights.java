package io.thumbstream.learner.stabilize;

import ai.djl.ndarray.NDArray;
import io.thumbstream.model.lm.ParamSet;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.Owned;
import io.thumbstream.model.tensor.Scalars;
import io.thumbstream.model.tensor.StepScope;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The weights of a policy between two steps, and the copies that stabilizers keep beside them.
 *
 * <p>A copy begins as the start weights. Copies are part of the learner's state: they are saved with it and come back with it. One
 * thread owns it.
 */
public final class PolicyWeights implements AutoCloseable {
    private final ParamSet current;
    private final ParamSet start;
    private final SortedMap<String, ParamSet> kept = new TreeMap<>();
    private long steps;

    /**
     * Weights without copies.
     *
     * @param current the policy's own, which stabilizers may change; the caller's to close
     * @param start those the policy began with and is held near; the caller's to close
     */
    public PolicyWeights(ParamSet current, ParamSet start) {
        this.current = current;
        this.start = start;
    }

    /** The policy's own weights. */
    public ParamSet current() {
        return current;
    }

    /** Weights the policy began with; nobody changes them. */
    public ParamSet start() {
        return start;
    }

    /** The copy called {@code name}, made from the start weights when it is first asked for. */
    public ParamSet kept(String name) {
        return kept.computeIfAbsent(name, unused -> start.copy());
    }

    /** All copies by name. */
    public Map<String, ParamSet> kept() {
        return Collections.unmodifiableMap(kept);
    }

    /** Native arrays of all weights and copies, and what was left behind beside them. */
    public int held() {
        return current.held()
                + start.held()
                + kept.values().stream().mapToInt(ParamSet::held).sum();
    }

    /** Forgets all copies, before others are read. */
    public void forget() {
        kept.values().forEach(ParamSet::close);
        kept.clear();
    }

    /** Steps taken so far, from 1 in {@link Stabilizer#afterStep}. */
    public long steps() {
        return steps;
    }

    /** Says how many steps were taken. */
    public void steps(long taken) {
        this.steps = taken;
    }

    /** {@code into = keep * into + (1 - keep) * from}, parameter by parameter. */
    public static void blend(ParamSet into, ParamSet from, double keep) {
        Grad.off(() -> into.names().forEach(name -> {
            NDArray target = into.get(name);
            try (StepScope unused = StepScope.open(target.getManager())) {
                Owned.assign(target, Scalars.times(target, keep).add(Scalars.times(from.get(name), 1 - keep)));
            }
        }));
    }

    @Override
    public void close() {
        forget();
    }
}
