package io.thumbstream.model.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Index arithmetic of a batch in which rows with equal prompts share one pass over the prompt.
 *
 * <p>The samples of a group differ in their answers only, so each distinct prompt is laid out once, {@code [prompts, promptTime]}, before the
 * answers, {@code [rows, time]}, which attend to the prompt they belong to. The last token of an answer predicts nothing and is not laid out. Both
 * are padded right; padded prompt positions are masked as keys, padded answer positions are never gathered.
 */
final class SharedPromptLayout {
    private final int[][] prompts;
    private final int[][] responses;
    private final int[] owner;
    private final int promptTime;
    private final int time;
    private final int responseTime;

    private SharedPromptLayout(int[][] prompts, int[][] responses, int[] owner) {
        this.prompts = prompts;
        this.responses = responses;
        this.owner = owner;
        promptTime = longest(prompts);
        responseTime = Math.max(1, longest(responses));
        time = Math.max(1, responseTime - 1);
    }

    /**
     * Lays out a batch.
     *
     * @param context longest prompt with response that the model takes
     */
    static SharedPromptLayout of(int[][] prompts, int[][] responses, int context) {
        ResponseLayout.check(prompts, responses, context);
        List<int[]> distinct = new ArrayList<>();
        int[] owner = new int[prompts.length];
        for (int row = 0; row < prompts.length; row++) {
            int place = 0;
            while (place < distinct.size() && !Arrays.equals(distinct.get(place), prompts[row])) {
                place++;
            }
            if (place == distinct.size()) {
                distinct.add(prompts[row]);
            }
            owner[row] = place;
        }
        return new SharedPromptLayout(distinct.toArray(int[][]::new), responses, owner);
    }

    private static int longest(int[][] rows) {
        return Arrays.stream(rows).mapToInt(row -> row.length).max().orElse(0);
    }

    /** Token ids of the distinct prompts, then of the answers without their last tokens, {@code [prompts * promptTime + rows * time]} int64. */
    NDArray ids(NDManager manager) {
        int answers = prompts.length * promptTime;
        long[] ids = new long[answers + responses.length * time];
        for (int i = 0; i < prompts.length; i++) {
            for (int t = 0; t < prompts[i].length; t++) {
                ids[i * promptTime + t] = prompts[i][t];
            }
        }
        for (int row = 0; row < responses.length; row++) {
            for (int t = 0; t < responses[row].length - 1; t++) {
                ids[answers + row * time + t] = responses[row][t];
            }
        }
        return manager.create(ids);
    }

    /** Position of each of {@link #ids} in its sequence, padding included, same shape. */
    NDArray positions(NDManager manager, int context) {
        int answers = prompts.length * promptTime;
        long[] positions = new long[answers + responses.length * time];
        for (int i = 0; i < answers; i++) {
            positions[i] = i % promptTime;
        }
        for (int row = 0; row < responses.length; row++) {
            int begin = prompts[owner[row]].length;
            for (int t = 0; t < time; t++) {
                positions[answers + row * time + t] = Math.min(begin + t, context - 1);
            }
        }
        return manager.create(positions);
    }

    /** Which distinct prompt each row belongs to, {@code [rows]} int64. */
    NDArray owner(NDManager manager) {
        return manager.create(Arrays.stream(owner).asLongStream().toArray());
    }

    /** What is added to the scores of prompt keys: zero, or minus infinity in padding, {@code [rows, 1, 1, promptTime]}. */
    NDArray promptMask(NDManager manager) {
        float[] mask = new float[responses.length * promptTime];
        for (int row = 0; row < responses.length; row++) {
            int length = prompts[owner[row]].length;
            Arrays.fill(mask, row * promptTime + length, (row + 1) * promptTime, Float.NEGATIVE_INFINITY);
        }
        return manager.create(mask, new Shape(responses.length, 1, 1, promptTime));
    }

    /** What is added to the scores of answer keys: zero, or minus infinity for later ones, {@code [1, 1, time, time]}. */
    NDArray answerMask(NDManager manager) {
        float[] mask = new float[time * time];
        for (int t = 0; t < time; t++) {
            Arrays.fill(mask, t * time + t + 1, (t + 1) * time, Float.NEGATIVE_INFINITY);
        }
        return manager.create(mask, new Shape(1, 1, time, time));
    }

    /** Place among {@link #ids} of the token whose state predicts each response token, {@code [tokens]} int64. */
    NDArray source(NDManager manager) {
        long answers = (long) prompts.length * promptTime;
        long[] source = new long[tokens()];
        int next = 0;
        for (int row = 0; row < responses.length; row++) {
            for (int t = 0; t < responses[row].length; t++) {
                source[next++] = t == 0
                        ? (long) owner[row] * promptTime + prompts[owner[row]].length - 1
                        : answers + (long) row * time + t - 1;
            }
        }
        return manager.create(source);
    }

    /** Each response token, {@code [tokens]} int64. */
    NDArray target(NDManager manager) {
        return manager.create(Arrays.stream(responses)
                .flatMapToInt(Arrays::stream)
                .asLongStream()
                .toArray());
    }

    /** Flat position of each response token in the result, {@code [tokens]} int64. */
    NDArray place(NDManager manager) {
        long[] place = new long[tokens()];
        int next = 0;
        for (int row = 0; row < responses.length; row++) {
            for (int t = 0; t < responses[row].length; t++) {
                place[next++] = (long) row * responseTime + t;
            }
        }
        return manager.create(place);
    }

    /** Zeros that results are written over, {@code [rows * responseTime]}. */
    NDArray zeros(NDManager manager) {
        return manager.zeros(new Shape((long) responses.length * responseTime));
    }

    /** One for each real response token, {@code [rows, responseTime]}. */
    NDArray mask(NDManager manager) {
        float[] mask = new float[responses.length * responseTime];
        for (int row = 0; row < responses.length; row++) {
            Arrays.fill(mask, row * responseTime, row * responseTime + responses[row].length, 1);
        }
        return manager.create(mask, resultShape());
    }

    /** Number of response tokens in the batch. */
    private int tokens() {
        return Arrays.stream(responses).mapToInt(row -> row.length).sum();
    }

    private Shape resultShape() {
        return new Shape(responses.length, responseTime);
    }
}
