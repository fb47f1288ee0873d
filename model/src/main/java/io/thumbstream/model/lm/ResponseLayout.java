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
    private final long[] ids;
    private final long[] source;
    private final long[] target;

    private ResponseLayout(int[][] prompts, int[][] responses, int inputTime) {
        this.rows = prompts.length;
        this.inputTime = inputTime;
        int tokens = Arrays.stream(responses).mapToInt(r -> r.length).sum();
        ids = new long[rows * inputTime];
        source = new long[tokens];
        target = new long[tokens];
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
        check(prompts, responses, context);
        int inputTime = 0;
        for (int row = 0; row < prompts.length; row++) {
            inputTime = Math.max(inputTime, prompts[row].length + responses[row].length);
        }
        return new ResponseLayout(prompts, responses, inputTime);
    }

    /**
     * Checks that there is a response for each prompt and room for both.
     *
     * @throws IllegalArgumentException when not; the message names the row
     */
    static void check(int[][] prompts, int[][] responses, int context) {
        if (prompts.length != responses.length || prompts.length == 0) {
            throw new IllegalArgumentException("There are " + prompts.length + " prompts and " + responses.length
                    + " responses; give one response per prompt and at least one");
        }
        for (int row = 0; row < prompts.length; row++) {
            int length = prompts[row].length + responses[row].length;
            if (prompts[row].length == 0 || length > context) {
                throw new IllegalArgumentException("Row " + row + " has a prompt of " + prompts[row].length
                        + " and a response of " + responses[row].length + " tokens; the prompt must not be empty and"
                        + " both together must fit the context of " + context);
            }
        }
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
}
