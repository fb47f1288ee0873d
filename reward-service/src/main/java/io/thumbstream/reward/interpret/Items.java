package io.thumbstream.reward.interpret;

import io.thumbstream.reward.event.LabelItem;
import io.thumbstream.reward.event.RolloutEvent;

/** Label items of answers. */
final class Items {
    private Items() {}

    static LabelItem of(RolloutEvent answer) {
        return new LabelItem(answer.id(), answer.prompt(), answer.response(), answer.oldestPolicyVersion());
    }
}
