package io.thumbstream.launcher.simulate.wire;

import io.thumbstream.gateway.wire.AvroEvents;
import io.thumbstream.reward.event.FeedbackEvent;
import io.thumbstream.reward.event.SourceRef;
import io.thumbstream.reward.wire.EventMapper;

/** What the reward service reads when the gateway wrote a piece of feedback: both mappers, without the bytes between. */
public final class FeedbackWire {
    private FeedbackWire() {}

    /**
     * The event of the joiner.
     *
     * @param source where the record lies
     */
    public static FeedbackEvent pass(io.thumbstream.gateway.event.FeedbackEvent accepted, SourceRef source) {
        return EventMapper.feedback(AvroEvents.feedback(accepted), source, new byte[0]);
    }
}
