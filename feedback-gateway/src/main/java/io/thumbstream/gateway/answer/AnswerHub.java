package io.thumbstream.gateway.answer;

import io.thumbstream.schemas.RolloutIds;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** Prompts whose answers are awaited, by group. Confined to the event loop. */
public final class AnswerHub {
    private final Map<String, Waiting> waiting = new HashMap<>();
    private final int capacity;

    /** A hub for at most {@code capacity} prompts at a time. */
    public AnswerHub(int capacity) {
        this.capacity = capacity;
    }

    /** Whether another prompt may be sent. */
    public boolean hasRoom() {
        return waiting.size() < capacity;
    }

    /** Number of prompts that wait. */
    public int size() {
        return waiting.size();
    }

    /** Starts to wait for the answers to a prompt. */
    public void await(PendingAnswers answers, AnswerListener listener) {
        waiting.put(answers.groupId(), new Waiting(answers, listener));
    }

    /** Stops waiting; does nothing when nobody waits. */
    public void close(String groupId) {
        waiting.remove(groupId);
    }

    /** Hands a chunk to whoever waits for it. */
    public void accept(AnswerChunk chunk) {
        OptionalInt index = RolloutIds.indexOf(chunk.rolloutId());
        RolloutIds.groupOf(chunk.rolloutId())
                .map(waiting::get)
                .filter(found -> index.isPresent()
                        && index.getAsInt() < found.answers().answers().size())
                .ifPresent(found -> found.answers().accept(index.getAsInt(), chunk, found.listener()));
    }

    private record Waiting(PendingAnswers answers, AnswerListener listener) {}
}
