package io.thumbstream.model.train;

import io.thumbstream.model.text.ChatFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The endless, seeded sequence of batches over a corpus.
 *
 * <p>Batch {@code n} is a pure function of corpus, settings and {@code n}: a resumed run sees what the uninterrupted one
 * would have seen. Each round of {@code bucketBatches} batches is drawn with replacement, sorted by length, cut into
 * batches, and the batches are shuffled.
 */
final class TextBatches {
    private final List<int[]> prompts = new ArrayList<>();
    private final List<int[]> answers = new ArrayList<>();
    private final PretrainSettings settings;

    /** Rows of one step. */
    record Batch(int[][] prompts, int[][] answers) {}

    TextBatches(List<TrainingText> corpus, ChatFormat format, PretrainSettings settings, int context) {
        this.settings = settings;
        for (TrainingText text : corpus) {
            int[] prompt = text.promptIds(format);
            int[] answer = format.responseIds(text.answer());
            if (prompt.length + answer.length > context) {
                throw new IllegalArgumentException("A text of " + (prompt.length + answer.length)
                        + " tokens exceeds the context of " + context + "; shorten or drop it: " + text.answer());
            }
            prompts.add(prompt);
            answers.add(answer);
        }
        if (prompts.isEmpty()) {
            throw new IllegalArgumentException("The corpus is empty; give at least one text");
        }
    }

    /** Batch of a step counted from zero. */
    Batch batch(int step) {
        int round = step / settings.bucketBatches();
        SplittableRandom random = new SplittableRandom(settings.seed() * 0x9E3779B97F4A7C15L + round);
        List<Integer> drawn = new ArrayList<>();
        for (int i = 0; i < settings.batchSize() * settings.bucketBatches(); i++) {
            drawn.add(random.nextInt(prompts.size()));
        }
        drawn.sort(Comparator.comparingInt(i -> prompts.get(i).length + answers.get(i).length));
        int[] order = shuffled(settings.bucketBatches(), random);
        int start = order[step % settings.bucketBatches()] * settings.batchSize();
        List<Integer> rows = drawn.subList(start, start + settings.batchSize());
        return new Batch(
                rows.stream().map(prompts::get).toArray(int[][]::new),
                rows.stream().map(answers::get).toArray(int[][]::new));
    }

    private static int[] shuffled(int size, SplittableRandom random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
