package io.thumbstream.launcher.loop;

import io.thumbstream.reward.event.RolloutEvent;
import java.util.List;
import java.util.stream.Stream;

/**
 * The answers to one prompt, in index order.
 *
 * @param id names the group
 * @param start answers of the policy that learning began with, which nobody is shown or learns from; empty where rewards compare with none
 */
public record AnswerGroup(String id, List<RolloutEvent> answers, List<RolloutEvent> start) {
    public AnswerGroup {
        answers = List.copyOf(answers);
        start = List.copyOf(start);
    }

    /** Answers with nothing beside them. */
    public AnswerGroup(String id, List<RolloutEvent> answers) {
        this(id, answers, List.of());
    }

    /** Those that people see. */
    public List<RolloutEvent> displayed() {
        return answers.stream().filter(RolloutEvent::displayed).toList();
    }

    /** Those that are scored: the answers, then those of the policy that learning began with. */
    public List<RolloutEvent> scored() {
        return Stream.concat(answers.stream(), start.stream()).toList();
    }
}
