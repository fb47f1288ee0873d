package io.thumbstream.reward.wire;

import io.thumbstream.reward.head.ScoreRequest;
import io.thumbstream.schemas.avro.Message;
import io.thumbstream.schemas.avro.Rollout;
import java.util.List;
import java.util.stream.Collectors;

/** What reward models read of a rollout. */
public final class ScoredText {
    private ScoredText() {}

    /** Prompt and answer of a rollout as they are scored. */
    public static ScoreRequest of(Rollout rollout) {
        return new ScoreRequest(prompt(rollout.getMessages()), rollout.getText());
    }

    /** The conversation as lines {@code role: content}. */
    static String prompt(List<Message> messages) {
        return messages.stream()
                .map(message -> message.getRole() + ": " + message.getContent() + "\n")
                .collect(Collectors.joining());
    }
}
