package io.thumbstream.generator.wire;

import io.thumbstream.generator.schedule.Position;
import io.thumbstream.generator.schedule.PromptJob;
import io.thumbstream.model.sample.SamplingSettings;
import io.thumbstream.model.text.Turn;
import io.thumbstream.runtime.error.PoisonRecordException;
import io.thumbstream.schemas.RolloutIds;
import io.thumbstream.schemas.avro.Lane;
import io.thumbstream.schemas.avro.Message;
import io.thumbstream.schemas.avro.Prompt;
import io.thumbstream.schemas.avro.Sampling;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns prompt records into jobs, and refuses those that nobody could answer. */
public final class PromptCodec {
    private final int maxGroupSize;
    private final int maxTokens;

    /**
     * @param maxGroupSize largest group a prompt may ask for
     * @param maxTokens bound on the tokens of an answer, applied silently
     */
    public PromptCodec(int maxGroupSize, int maxTokens) {
        this.maxGroupSize = maxGroupSize;
        this.maxTokens = maxTokens;
    }

    /**
     * The job a record describes.
     *
     * @throws PoisonRecordException when a value makes the prompt unanswerable; the message names it
     */
    public PromptJob job(Prompt prompt, Position position) {
        if (!RolloutIds.isGroupId(prompt.getGroupId())) {
            throw new PoisonRecordException(
                    "group id '" + prompt.getGroupId() + "' is malformed; use 1 to 80 of A-Z a-z 0-9 _ -");
        }
        if (prompt.getGroupSize() > maxGroupSize) {
            throw new PoisonRecordException("group size " + prompt.getGroupSize() + " is above max-group-size "
                    + maxGroupSize + "; ask for fewer answers");
        }
        try {
            return new PromptJob(
                    prompt.getPromptId(),
                    prompt.getGroupId(),
                    turns(prompt.getMessages()),
                    sampling(prompt.getSampling()),
                    prompt.getSampling().getSeed(),
                    prompt.getGroupSize(),
                    prompt.getDisplayedCount(),
                    prompt.getLane() == Lane.INTERACTIVE,
                    prompt.getUserKey().orElse(null),
                    prompt.getExplorationArm().orElse(null),
                    prompt.getFeedbackProbability(),
                    prompt.getStream(),
                    prompt.getLogProbs(),
                    prompt.getCreatedAt(),
                    position);
        } catch (IllegalArgumentException e) {
            throw new PoisonRecordException(e.getMessage() == null ? "the prompt is malformed" : e.getMessage(), e);
        }
    }

    private static List<Turn> turns(List<Message> messages) {
        return messages.stream()
                .map(message -> new Turn(message.getRole(), message.getContent()))
                .toList();
    }

    private SamplingSettings sampling(Sampling s) {
        int limit = Math.min(s.getMaxTokens(), maxTokens);
        return new SamplingSettings(
                s.getTemperature(),
                s.getTopP(),
                s.getTopK(),
                s.getMinP(),
                0,
                1,
                limit,
                s.getStop(),
                bias(s.getLogitBias()));
    }

    private static Map<Integer, Double> bias(Map<String, Double> named) {
        Map<Integer, Double> byToken = new TreeMap<>();
        named.forEach((token, bias) -> {
            if (!token.matches("0|[1-9][0-9]{0,8}")) {
                throw new IllegalArgumentException(
                        "logit bias names '" + token + "'; its names must be token ids such as 50256");
            }
            byToken.put(Integer.valueOf(token), bias);
        });
        return byToken;
    }
}
