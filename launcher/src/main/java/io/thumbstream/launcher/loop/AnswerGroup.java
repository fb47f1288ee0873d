package io.thumbstream.launcher.loop;

import io.thumbstream.reward.event.RolloutEvent;
import java.util.List;

/**
 * The answers to one prompt, in index order.
 *
 * @param id names the group
 */
public record AnswerGroup(String id, List<RolloutEvent> answers) {
    public AnswerGroup {
        answers = List.copyOf(answers);
    }

    /** Those that people see. */
    public List<RolloutEvent> displayed() {
        return answers.stream().filter(RolloutEvent::displayed).toList();
    }
}
