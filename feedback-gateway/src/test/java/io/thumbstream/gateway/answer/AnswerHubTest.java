package io.thumbstream.gateway.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswerHubTest {
    private final AnswerHub hub = new AnswerHub(2);
    private final Recorder recorder = new Recorder();
    private final PendingAnswers pending = new PendingAnswers("g", 2);

    @Test
    void shouldPutAnswersTogetherWhenChunksInterleave() {
        hub.await(pending, recorder);
        hub.accept(chunk("g.0", 0, "He"));
        hub.accept(chunk("g.1", 0, "Bye"));
        hub.accept(last("g.0", 1, "llo"));
        assertThat(recorder.heard).containsExactly("0:He", "1:Bye", "0:llo");
        hub.accept(last("g.1", 1, ""));
        assertThat(recorder.heard).endsWith("1:", "completed");
        assertThat(pending.answers().get(0).text()).isEqualTo("Hello");
        assertThat(pending.answers().get(1).text()).isEqualTo("Bye");
        assertThat(pending.answers().get(0).end().completionTokens()).isEqualTo(3);
    }

    @Test
    void shouldDropChunkWhenItComesTwice() {
        hub.await(pending, recorder);
        hub.accept(chunk("g.0", 0, "a"));
        hub.accept(chunk("g.0", 0, "a"));
        hub.accept(last("g.0", 1, "b"));
        hub.accept(last("g.0", 1, "b"));
        hub.accept(chunk("g.0", 2, "c"));
        assertThat(recorder.heard).containsExactly("0:a", "0:b");
    }

    @Test
    void shouldFailWhenChunkIsMissing() {
        hub.await(pending, recorder);
        hub.accept(chunk("g.0", 1, "a"));
        assertThat(recorder.heard).singleElement().asString().contains("expected 0, got 1");
    }

    @Test
    void shouldFailWhenGeneratorReportsError() {
        hub.await(pending, recorder);
        AnswerChunk.End end = new AnswerChunk.End("error", 0, 0, Optional.of("no memory"));
        hub.accept(new AnswerChunk("g.0", 0, "", Optional.of(end), 1));
        assertThat(recorder.heard).containsExactly("0:", "failed: no memory");
    }

    @Test
    void shouldIgnoreChunkWhenNobodyWaitsForIt() {
        hub.await(pending, recorder);
        hub.accept(chunk("other.0", 0, "a"));
        hub.accept(chunk("g.5", 0, "a"));
        hub.accept(chunk("malformed", 0, "a"));
        hub.close("g");
        hub.accept(chunk("g.0", 0, "a"));
        assertThat(recorder.heard).isEmpty();
        assertThat(hub.size()).isZero();
    }

    @Test
    void shouldHaveNoRoomWhenFull() {
        hub.await(pending, recorder);
        assertThat(hub.hasRoom()).isTrue();
        hub.await(new PendingAnswers("h", 1), recorder);
        assertThat(hub.hasRoom()).isFalse();
        hub.close("h");
        assertThat(hub.hasRoom()).isTrue();
    }

    private static AnswerChunk chunk(String id, int sequence, String text) {
        return new AnswerChunk(id, sequence, text, Optional.empty(), 1);
    }

    private static AnswerChunk last(String id, int sequence, String text) {
        return new AnswerChunk(id, sequence, text, Optional.of(new AnswerChunk.End("stop", 2, 3, Optional.empty())), 1);
    }

    private static final class Recorder implements AnswerListener {
        private final List<String> heard = new ArrayList<>();

        @Override
        public void grew(int index, String text, long policyVersion) {
            heard.add(index + ":" + text);
        }

        @Override
        public void completed() {
            heard.add("completed");
        }

        @Override
        public void failed(String error) {
            heard.add("failed: " + error);
        }
    }
}
