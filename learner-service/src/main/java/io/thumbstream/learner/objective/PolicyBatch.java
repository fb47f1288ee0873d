package io.thumbstream.learner.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;

/**
 * The tokens of a step, or of one micro-batch of it.
 *
 * @param logProbs of the policy being trained, with gradient, {@code [batch, time]}
 * @param entropy of the policy being trained, with gradient, {@code [batch, time]}, nat
 * @param mask 1 at answer tokens, 0 at padding, {@code [batch, time]}
 * @param proximal log-probs of the policy at the start of the step, no gradient, {@code [batch, time]}
 * @param behaviour log-probs of the policy that sampled, no gradient, {@code [batch, time]}
 * @param reference log-probs of the frozen reference policy, no gradient, {@code [batch, time]}; zeros when no stage needs them
 * @param advantages per token, {@code [batch, time]}; zeros when no stage needs them
 * @param labels target in [0, 1], {@code [batch]}
 * @param labelWeights what the firewall left of the weight of the label, 0 where there is none, {@code [batch]}
 * @param answers what else is known of each answer, {@code [batch]}
 * @param whole size of the whole step
 */
public record PolicyBatch(
        NDArray logProbs,
        NDArray entropy,
        NDArray mask,
        NDArray proximal,
        NDArray behaviour,
        NDArray reference,
        NDArray advantages,
        NDArray labels,
        NDArray labelWeights,
        List<Answer> answers,
        Whole whole) {
    /**
     * Denominators: every mean is over the whole step, so that the losses of micro-batches add up to the step's loss.
     *
     * @param tokens answer tokens of the step
     * @param labelWeight sum of label weights of the step, as they were before the firewall took from them: whoever it cuts has a smaller part in the
     *     loss, even in a step without anybody else; labels of which it left nothing are not in it
     * @param labelLeft sum of what it left of them
     * @param answers of the step, judged or not
     */
    public record Whole(double tokens, double labelWeight, double labelLeft, double answers) {
        /** A step whose answers all have a label, of weight 1 on average, from which nothing was taken. */
        public Whole(double tokens, double labelWeight) {
            this(tokens, labelWeight, labelWeight, labelWeight);
        }
    }

    /**
     * An answer as a whole.
     *
     * @param id names the answer
     * @param reward of the answer
     * @param prompt ids of the tokens of the prompt
     * @param rater pseudonymous key of the person whose label it has, where known; experience names the one who asked
     * @param score of the reward model before any transform, where one was given
     * @param source whether it is an answer of somebody else, beside the pair that stands before it
     * @param elsewhere whether no policy of ours sampled it, so that its behaviour log-probs say nothing
     * @param labelLeft share of its label's weight that the firewall left, in (0, 1]; 1 where it has no label
     */
    @SuppressWarnings("ArrayRecordComponent") // token ids as the rollout holds them
    public record Answer(
            String id,
            double reward,
            int[] prompt,
            Optional<String> rater,
            Optional<Double> score,
            boolean source,
            boolean elsewhere,
            double labelLeft) {
        /** An answer from whose label nothing was taken. */
        public Answer(
                String id,
                double reward,
                int[] prompt,
                Optional<String> rater,
                Optional<Double> score,
                boolean source,
                boolean elsewhere) {
            this(id, reward, prompt, rater, score, source, elsewhere, 1);
        }

        /** An answer of a policy of ours, or of a pair. */
        public Answer(String id, double reward, int[] prompt, Optional<String> rater, Optional<Double> score) {
            this(id, reward, prompt, rater, score, false, false);
        }

        /** An answer of which no score is known. */
        public Answer(String id, double reward, int[] prompt, Optional<String> rater) {
            this(id, reward, prompt, rater, Optional.empty());
        }
    }

    public PolicyBatch {
        answers = List.copyOf(answers);
        if (answers.size() != logProbs.getShape().get(0)) {
            throw new IllegalArgumentException("A batch of shape " + logProbs.getShape() + " tells of " + answers.size()
                    + " answers; tell of each row");
        }
        for (NDArray array : new NDArray[] {entropy, mask, proximal, behaviour, reference, advantages}) {
            if (!array.getShape().equals(logProbs.getShape())) {
                throw new IllegalArgumentException("Shapes differ: log-probs " + logProbs.getShape() + " and "
                        + array.getShape() + "; all must be [batch, time]");
            }
        }
    }

    /** The same answers, where a loss that is a mean over label weight is one over the answers of the step, judged or not. */
    PolicyBatch overAnswers() {
        Whole over = new Whole(whole.tokens(), whole.answers(), whole.labelLeft(), whole.answers());
        return new PolicyBatch(
                logProbs,
                entropy,
                mask,
                proximal,
                behaviour,
                reference,
                advantages,
                labels,
                labelWeights,
                answers,
                over);
    }

    /** Owner of the batch's arrays. */
    public NDManager manager() {
        return logProbs.getManager();
    }
}
