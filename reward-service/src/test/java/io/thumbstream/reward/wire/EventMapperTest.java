package io.thumbstream.reward.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.reward.event.FeedbackEvent;
import io.thumbstream.reward.event.SourceRef;
import io.thumbstream.schemas.avro.AnswerSpan;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.FeedbackKind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventMapperTest {
    @Test
    void shouldTakeTheMarkedPartAndNotItsWords() {
        FeedbackEvent marked = event(mark().setSpan(new AnswerSpan(3, 9)).build());

        assertThat(marked.kind()).isEqualTo(io.thumbstream.reward.event.FeedbackKind.SPAN);
        assertThat(marked.value()).isEqualTo(-1);
        assertThat(marked.text()).isEqualTo("3-9");
    }

    @Test
    void shouldTakeNoWordsForAPartWhenARecordMarksNone() {
        assertThat(event(mark().setText("0-4").build()).text()).isNull();
    }

    private static Feedback.Builder mark() {
        return Feedback.newBuilder()
                .setFeedbackId("f")
                .setGroupId("g")
                .setKind(FeedbackKind.SPAN)
                .setTargets(List.of("g.0"))
                .setValue(-1.0)
                .setText("this is wrong")
                .setServerTime(Instant.parse("2026-11-01T12:00:00Z"));
    }

    private static FeedbackEvent event(Feedback feedback) {
        return EventMapper.feedback(feedback, new SourceRef("feedback", 0, 1), new byte[0]);
    }
}
