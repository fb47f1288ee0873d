package io.thumbstream.reward.assemble;

import io.thumbstream.reward.event.Event;
import io.thumbstream.reward.event.FeedbackEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a joiner keeps its state: one instance per partition, used by one thread. Everything put is there again after a
 * restart.
 */
public interface JoinerStore {

    @Nullable
    GroupState group(String groupId);

    void put(GroupState group);

    /** Number of groups kept. */
    int groupCount();

    /** Forgets a group with its rollouts, ballots and feedback ids; its timers stay and find nothing. */
    void drop(String groupId);

    @Nullable
    RolloutState rollout(String groupId, String rolloutId);

    /** All rollouts of a group in index order. */
    List<RolloutState> rollouts(String groupId);

    void put(RolloutState rollout);

    @Nullable
    Ballot ballot(String groupId, String labelId);

    void put(Ballot ballot);

    /** Label id a feedback id was counted under, empty text for feedback without a label; null when never seen. */
    @Nullable
    String seen(String groupId, String feedbackId);

    void remember(String groupId, String feedbackId, String labelId);

    /** Feedback of a group that waits for rollouts, in canonical order. */
    List<FeedbackEvent> parked(String groupId);

    void park(FeedbackEvent feedback);

    /** @return whether it was there */
    boolean unpark(FeedbackEvent feedback);

    void enqueue(Event event);

    /** The first event in canonical order, null when none waits. */
    @Nullable
    Event firstEvent();

    void dequeue(Event event);

    void schedule(Timer timer);

    /** The timer due first, null when there is none. */
    @Nullable
    Timer firstTimer();

    /** The retention timer due first, null when there is none. */
    @Nullable
    Timer firstRetention();

    void cancel(Timer timer);

    /** Event time up to which everything was released, microseconds; {@link Long#MIN_VALUE} at the very start. */
    long frontier();

    void frontier(long micros);

    StallGuard guard();

    void guard(StallGuard guard);
}
