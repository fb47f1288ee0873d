package io.thumbstream.model.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * Index arithmetic of a batch in which each row is a prompt directly followed by its response, padded right.
 *
 * <p>Attention is causal, so padding at the right end cannot influence a real position; only real response tokens are
 * ever gathered.
 */
final class ResponseLayout {
    private final int rows;
    private final int inputTime;
    private final int responseTime;
    private final long[] ids;
    private final long[] source;
    private final long[] target;
    private final long[] place;
    private final float[] mask;

    private ResponseLayout(int[][] prompts, int[][] responses, int inputTime, int responseTime) {
        this.rows = prompts.length;
        this.inputTime = inputTime;
        this.responseTime = responseTime;
        int tokens = Arrays.stream(responses).mapToInt(r -> r.length).sum();
        ids = new long[rows * inputTime];
        source = new long[tokens];
        target = new long[tokens];
        place = new long[tokens];
        mask = new float[rows * responseTime];
        int next = 0;
        for (int row = 0; row < rows; row++) {
            next = fill(row, prompts[row], responses[row], next);
        }
    }

    /**
     * Lays out a batch.
     *
     * @param context longest sequence that the model takes
     */
    static ResponseLayout of(int[][] prompts, int[][] responses, int context) {
        if (prompts.length != responses.length || prompts.length == 0) {
            throw new IllegalArgumentException("There are " + prompts.length + " prompts and " + responses.length
                    + " responses; give one response per prompt and at least one");
        }
        int inputTime = 0;
        int responseTime = 0;
        for (int row = 0; row < prompts.length; row++) {
            int length = prompts[row].length + responses[row].length;
            if (prompts[row].length == 0 || length > context) {
                throw new IllegalArgumentException("Row " + row + " has a prompt of " + prompts[row].length
                        + " and a response of " + responses[row].length + " tokens; the prompt must not be empty and"
                        + " both together must fit the context of " + context);
            }
            inputTime = Math.max(inputTime, length);
            responseTime = Math.max(responseTime, responses[row].length);
        }
        return new ResponseLayout(prompts, responses, inputTime, Math.max(1, responseTime));
    }

    private int fill(int row, int[] prompt, int[] response, int next) {
        int start = row * inputTime;
        for (int i = 0; i < prompt.length; i++) {
            ids[start + i] = prompt[i];
        }
        for (int t = 0; t < response.length; t++) {
            int position = prompt.length + t;
            ids[start + position] = response[t];
            source[next + t] = start + position - 1L;
            target[next + t] = response[t];
            place[next + t] = row * responseTime + (long) t;
            mask[row * responseTime + t] = 1;
        }
        return next + response.length;
    }

    /** Number of response tokens in the batch. */
    int tokens() {
        return source.length;
    }

    /** Token ids, {@code [rows, inputTime]} int64. */
    NDArray ids(NDManager manager) {
        return manager.create(ids, new Shape(rows, inputTime));
    }

    /** Flat input position whose state predicts each response token, {@code [tokens]} int64. */
    NDArray source(NDManager manager) {
        return manager.create(source);
    }

    /** Each response token, {@code [tokens]} int64. */
    NDArray target(NDManager manager) {
        return manager.create(target);
    }

    /** Flat position of each response token in the result, {@code [tokens]} int64. */
    NDArray place(NDManager manager) {
        return manager.create(place);
    }

    /** Zeros that results are written over, {@code [rows * responseTime]}. */
    NDArray zeros(NDManager manager) {
        return manager.zeros(new Shape((long) rows * responseTime));
    }

    /** One for each real response token, {@code [rows, responseTime]}. */
    NDArray mask(NDManager manager) {
        return manager.create(mask, resultShape());
    }

    /** Flat input position of each row's last token, {@code [rows]} int64. */
    static long[] lastPositions(int[][] prompts, int[][] responses, int inputTime) {
        long[] last = new long[prompts.length];
        for (int row = 0; row < prompts.length; row++) {
            last[row] = (long) row * inputTime + prompts[row].length + responses[row].length - 1;
        }
        return last;
    }

    int inputTime() {
        return inputTime;
    }

    Shape resultShape() {
        return new Shape(rows, responseTime);
    }
}
