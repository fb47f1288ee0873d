package io.thumbstream.learner.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A policy batch as plain arrays, so that tests can change, split and pad it. Row-major, {@code [batch, time]}. */
@SuppressWarnings("ArrayRecordComponent")
public record BatchArrays(
        int batch,
        int time,
        float[] logProbs,
        float[] entropy,
        float[] mask,
        float[] proximal,
        float[] behaviour,
        float[] reference,
        float[] advantages,
        float[] labels,
        float[] labelWeights,
        List<PolicyBatch.Answer> answers,
        PolicyBatch.Whole whole) {

    /** A batch of answers of which nothing else is known. */
    public BatchArrays(
            int batch,
            int time,
            float[] logProbs,
            float[] entropy,
            float[] mask,
            float[] proximal,
            float[] behaviour,
            float[] reference,
            float[] advantages,
            float[] labels,
            float[] labelWeights,
            PolicyBatch.Whole whole) {
        this(
                batch,
                time,
                logProbs,
                entropy,
                mask,
                proximal,
                behaviour,
                reference,
                advantages,
                labels,
                labelWeights,
                Collections.nCopies(batch, answer(0, 0)),
                whole);
    }

    /** The {@code i}-th answer, of which little is known but its reward, which is its score, too. */
    public static PolicyBatch.Answer answer(int i, double reward) {
        return new PolicyBatch.Answer(
                "answer-" + i, reward, new int[] {i % 3, 7}, Optional.of("rater-" + i % 2), Optional.of(reward));
    }

    /** Answers of which little is known but their rewards. */
    static List<PolicyBatch.Answer> answers(float[] rewards) {
        List<PolicyBatch.Answer> answers = new ArrayList<>();
        for (int i = 0; i < rewards.length; i++) {
            answers.add(answer(i, rewards[i]));
        }
        return answers;
    }

    /** Loss, diagnostics count and gradient of one evaluation. */
    public record Result(float loss, float[] gradient, LossNames names) {}

    /** Names of the diagnostics and whether all are finite. */
    public record LossNames(java.util.Set<String> names, boolean finite) {}

    /** A random batch whose whole step it is. */
    public static BatchArrays random(long seed, int batch, int time) {
        SeededRandom random = new SeededRandom(seed);
        int cells = batch * time;
        float[] mask = new float[cells];
        float tokens = 0;
        for (int i = 0; i < batch; i++) {
            int length = 1 + random.nextInt(time);
            for (int t = 0; t < length; t++) {
                mask[i * time + t] = 1;
                tokens++;
            }
        }
        float[] logProbs = masked(mask, () -> -0.2 - 2.5 * random.nextDouble());
        float[] labels = new float[batch];
        float[] weights = new float[batch];
        double total = 0;
        for (int i = 0; i < batch; i++) {
            labels[i] = random.nextBoolean() ? 1 : 0;
            weights[i] = (float) (0.5 + random.nextDouble());
            total += weights[i];
        }
        return new BatchArrays(
                batch,
                time,
                logProbs,
                masked(mask, () -> 3 * random.nextDouble()),
                mask,
                near(logProbs, mask, 0.1, random),
                near(logProbs, mask, 0.5, random),
                near(logProbs, mask, 0.5, random),
                masked(mask, random::nextGaussian),
                labels,
                weights,
                answers(labels),
                new PolicyBatch.Whole(tokens, total));
    }

    private static float[] masked(float[] mask, java.util.function.DoubleSupplier value) {
        float[] result = new float[mask.length];
        for (int i = 0; i < mask.length; i++) {
            float drawn = (float) value.getAsDouble();
            result[i] = mask[i] == 1 ? drawn : 0;
        }
        return result;
    }

    private static float[] near(float[] values, float[] mask, double scale, SeededRandom random) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = mask[i] * (float) Math.min(-0.01, values[i] + scale * random.nextGaussian());
        }
        return result;
    }

    /** Evaluates {@code loss} on this batch with the log-probs as a leaf. */
    public Result evaluate(NDManager parent, Function<PolicyBatch, LossReport> loss) {
        try (NDManager manager = parent.newSubManager()) {
            NDArray leaf = matrix(manager, logProbs).duplicate();
            leaf.attach(manager);
            leaf.setRequiresGradient(true);
            return Grad.enabled(() -> {
                PolicyBatch arrays = new PolicyBatch(
                        leaf,
                        matrix(manager, entropy),
                        matrix(manager, mask),
                        matrix(manager, proximal),
                        matrix(manager, behaviour),
                        matrix(manager, reference),
                        matrix(manager, advantages),
                        manager.create(labels),
                        manager.create(labelWeights),
                        answers,
                        whole);
                LossReport report = loss.apply(arrays);
                float value = report.loss().getFloat();
                boolean finite = report.diagnostics().values().stream()
                        .allMatch(each -> each.getShape().dimension() == 0 && Float.isFinite(each.getFloat()));
                // a loss that ignores the log-probs still gets a gradient: zero
                Grad.backward(report.loss().add(leaf.mul(leaf.zerosLike()).sum()));
                NDArray found = Grad.of(leaf);
                found.attach(manager);
                return new Result(
                        value,
                        found.toFloatArray(),
                        new LossNames(report.diagnostics().keySet(), finite));
            });
        }
    }

    private NDArray matrix(NDManager manager, float[] values) {
        return manager.create(values, new Shape(batch, time));
    }

    /** With {@code columns} more columns that the mask excludes and that hold rubbish. */
    public BatchArrays padded(int columns) {
        int wide = time + columns;
        return new BatchArrays(
                batch,
                wide,
                widen(logProbs, wide, -7),
                widen(entropy, wide, 9),
                widen(mask, wide, 0),
                widen(proximal, wide, -5),
                widen(behaviour, wide, -0.5f),
                widen(reference, wide, -3),
                widen(advantages, wide, 100),
                labels,
                labelWeights,
                answers,
                whole);
    }

    private float[] widen(float[] values, int wide, float rubbish) {
        float[] result = new float[batch * wide];
        Arrays.fill(result, rubbish);
        for (int i = 0; i < batch; i++) {
            System.arraycopy(values, i * time, result, i * wide, time);
        }
        return result;
    }

    /** Rows {@code from} to {@code to} under the denominators of the whole. */
    public BatchArrays rows(int from, int to) {
        return picked(
                to - from,
                (values, width) -> Arrays.copyOfRange(values, from * width, to * width),
                answers.subList(from, to));
    }

    /** Takes rows out of an array that holds {@code width} values for each. */
    private interface Pick {
        float[] from(float[] values, int width);
    }

    private BatchArrays picked(int rows, Pick pick, List<PolicyBatch.Answer> known) {
        return new BatchArrays(
                rows,
                time,
                pick.from(logProbs, time),
                pick.from(entropy, time),
                pick.from(mask, time),
                pick.from(proximal, time),
                pick.from(behaviour, time),
                pick.from(reference, time),
                pick.from(advantages, time),
                pick.from(labels, 1),
                pick.from(labelWeights, 1),
                known,
                whole);
    }

    /** The rows as pairs: chosen and rejected by turns, all of one weight, rewarded by 1 and 0. */
    public BatchArrays paired() {
        float[] chosen = new float[batch];
        float[] weights = new float[batch];
        for (int i = 0; i < batch; i++) {
            chosen[i] = 1 - i % 2;
            weights[i] = 1;
        }
        PolicyBatch.Whole pairs = new PolicyBatch.Whole(whole.tokens(), batch);
        return with(logProbs, proximal, behaviour, advantages, chosen, weights, answers(chosen), pairs);
    }

    /** The rows from last to first. */
    public BatchArrays reversed() {
        List<PolicyBatch.Answer> turned = new ArrayList<>(answers);
        Collections.reverse(turned);
        return picked(batch, this::turned, turned);
    }

    private float[] turned(float[] values, int width) {
        float[] result = new float[values.length];
        for (int i = 0; i < batch; i++) {
            System.arraycopy(values, i * width, result, (batch - 1 - i) * width, width);
        }
        return result;
    }

    public BatchArrays withLogProbs(float[] values) {
        return with(values, proximal, behaviour, advantages, labels, labelWeights, answers, whole);
    }

    public BatchArrays withAdvantages(float[] values) {
        return with(logProbs, proximal, behaviour, values, labels, labelWeights, answers, whole);
    }

    public BatchArrays withLabelWeights(float[] values) {
        return with(logProbs, proximal, behaviour, advantages, labels, values, answers, whole);
    }

    /** The same about answers of which {@code others} is known. */
    public BatchArrays withAnswers(List<PolicyBatch.Answer> others) {
        return with(logProbs, proximal, behaviour, advantages, labels, labelWeights, others, whole);
    }

    BatchArrays withWhole(PolicyBatch.Whole step) {
        return with(logProbs, proximal, behaviour, advantages, labels, labelWeights, answers, step);
    }

    /** As at the start of a step right after sampling: all policies but the reference agree. */
    public BatchArrays onPolicy() {
        return with(logProbs, logProbs, logProbs, advantages, labels, labelWeights, answers, whole);
    }

    private BatchArrays with(
            float[] now,
            float[] before,
            float[] sampler,
            float[] gains,
            float[] targets,
            float[] weights,
            List<PolicyBatch.Answer> known,
            PolicyBatch.Whole step) {
        return new BatchArrays(
                batch, time, now, entropy, mask, before, sampler, reference, gains, targets, weights, known, step);
    }
}
