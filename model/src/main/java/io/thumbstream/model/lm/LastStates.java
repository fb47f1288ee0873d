package io.thumbstream.model.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.thumbstream.model.tensor.ScriptCall;
import java.util.function.BiFunction;

/**
 * States after the final norm at the last token of some texts, as they are or in views that leave features of the words out.
 *
 * <p>Each call is a pass of its own, which records a graph exactly when the thread's grad mode is on. Lives within one step and belongs to its thread.
 */
public final class LastStates {
    private final BiFunction<String, NDArray, ScriptCall> pass;
    private final NDArray ids;
    private final NDArray last;
    private final int texts;
    private final int width;

    /**
     * Lays the texts out.
     *
     * @param pass begins the call of a script method on an array
     * @param manager of the step; owns the states
     */
    LastStates(
            BiFunction<String, NDArray, ScriptCall> pass,
            NDManager manager,
            int[][] prompts,
            int[][] responses,
            LmConfig config) {
        ResponseLayout layout = ResponseLayout.of(prompts, responses, config.context());
        this.pass = pass;
        this.last = manager.create(ResponseLayout.lastPositions(prompts, responses, layout.inputTime()));
        this.ids = layout.ids(manager);
        this.texts = prompts.length;
        this.width = config.width();
    }

    /** As they are, {@code [text, width]}. */
    public NDArray plain() {
        try (ScriptCall call = pass.apply("states_at", ids).tensor(last)) {
            return call.run(ids.getManager());
        }
    }

    /** Without what {@code dropout} leaves out, {@code [text, width]}. */
    public NDArray dropped(FeatureDropout dropout) {
        NDArray kept = dropout.factors(ids.getManager(), texts, width);
        try (ScriptCall call = pass.apply("dropped_at", ids).tensor(last).tensor(kept)) {
            return call.run(ids.getManager());
        }
    }
}
