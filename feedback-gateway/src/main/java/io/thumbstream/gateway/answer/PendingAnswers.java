package io.thumbstream.gateway.answer;

import io.thumbstream.schemas.RolloutIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The answers to one prompt, put together from chunks.
 *
 * <p>Chunks that come twice, as they do when a generator starts again, are dropped. Confined to the event loop.
 */
public final class PendingAnswers {
    private final String groupId;
    private final List<Answer> answers = new ArrayList<>();
    private int open;

    /** Awaits answers 0 until {@code count} of a group. */
    public PendingAnswers(String groupId, int count) {
        this.groupId = groupId;
        this.open = count;
        for (int i = 0; i < count; i++) {
            answers.add(new Answer(RolloutIds.of(groupId, i)));
        }
    }

    /** Group of the prompt. */
    public String groupId() {
        return groupId;
    }

    /** Answers in index order. */
    public List<Answer> answers() {
        return List.copyOf(answers);
    }

    void accept(int index, AnswerChunk chunk, AnswerListener listener) {
        Answer answer = answers.get(index);
        if (answer.complete() || chunk.sequence() < answer.next) {
            return;
        }
        if (chunk.sequence() > answer.next) {
            listener.failed("A piece of the answer was lost on its way (expected " + answer.next + ", got "
                    + chunk.sequence() + ").");
            return;
        }
        answer.next++;
        answer.text.append(chunk.text());
        answer.policyVersion = chunk.policyVersion();
        chunk.end().ifPresent(answer.ends::add);
        listener.grew(index, chunk.text(), chunk.policyVersion());
        chunk.end().ifPresent(end -> finish(end, listener));
    }

    private void finish(AnswerChunk.End end, AnswerListener listener) {
        open--;
        if (end.error().isPresent()) {
            listener.failed(end.error().get());
        } else if (open == 0) {
            listener.completed();
        }
    }

    /** One answer as far as it is known. */
    public static final class Answer {
        private final String rolloutId;
        private final StringBuilder text = new StringBuilder();
        private final List<AnswerChunk.End> ends = new ArrayList<>(1);
        private long policyVersion;
        private int next;

        private Answer(String rolloutId) {
            this.rolloutId = rolloutId;
        }

        /** Its id. */
        public String rolloutId() {
            return rolloutId;
        }

        /** Text so far. */
        public String text() {
            return text.toString();
        }

        /** Version that sampled the newest piece. */
        public long policyVersion() {
            return policyVersion;
        }

        /** Whether the last piece has come. */
        public boolean complete() {
            return !ends.isEmpty();
        }

        /** How it ended; as cut off while it has not. */
        public AnswerChunk.End end() {
            return ends.isEmpty() ? new AnswerChunk.End("length", 0, 0, Optional.empty()) : ends.get(0);
        }
    }
}
