package io.thumbstream.learner.objective;

import java.util.ArrayList;
import java.util.List;

/** Batches from whose labels the firewall has taken. */
public final class CutLabels {
    private CutLabels() {}

    /** The same batch with the share {@code left[i]} of the weight of the {@code i}-th label; its weights as they are count as said. */
    public static BatchArrays of(BatchArrays batch, double... left) {
        float[] weights = new float[left.length];
        List<PolicyBatch.Answer> answers = new ArrayList<>();
        double all = 0;
        for (int i = 0; i < left.length; i++) {
            weights[i] = (float) (left[i] * batch.labelWeights()[i]);
            all += weights[i];
            PolicyBatch.Answer answer = batch.answers().get(i);
            answers.add(new PolicyBatch.Answer(
                    answer.id(),
                    answer.reward(),
                    answer.prompt(),
                    answer.rater(),
                    answer.score(),
                    answer.source(),
                    answer.elsewhere(),
                    left[i]));
        }
        PolicyBatch.Whole said = batch.whole();
        return new BatchArrays(
                batch.batch(),
                batch.time(),
                batch.logProbs(),
                batch.entropy(),
                batch.mask(),
                batch.proximal(),
                batch.behaviour(),
                batch.reference(),
                batch.advantages(),
                batch.labels(),
                weights,
                answers,
                new PolicyBatch.Whole(said.tokens(), said.labelWeight(), all, said.answers()));
    }
}
