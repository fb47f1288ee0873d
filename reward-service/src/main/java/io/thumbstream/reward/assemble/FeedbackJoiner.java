package io.thumbstream.reward.assemble;

import io.thumbstream.reward.event.Event;
import io.thumbstream.reward.event.FeedbackEvent;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.interpret.InterpreterChain;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The joiner of one partition: rollouts and feedback in, labels and drafts of experience out.
 *
 * <p>Event time only. Events wait in a buffer until the frontier, event time minus the lateness bound, has passed them,
 * and take effect in canonical order together with the timers; therefore the output is a function of the events and
 * their times, not of their arrival, as long as none comes later than the bound. One that does still takes effect, at
 * once. Per rollout:
 *
 * <pre>
 *          rollout            feedback                    window closes
 *  (none) ────────> PENDING ───────────> OBSERVED(rev n) ──change, undo──> OBSERVED(rev n+1)
 *     │                └───────────────────────────────> CENSORED ──late──> OBSERVED(rev n+1)
 *     └─feedback first─> PARKED ──rollout──> OBSERVED         (past its time: refused, counted)
 * </pre>
 *
 * <p>Not thread-safe: one thread per partition.
 */
public final class FeedbackJoiner {
    private final JoinerSettings settings;
    private final JoinerStore store;
    private final JoinerListener listener;
    private final FeedbackDesk desk;
    private final GroupAssembler assembler;

    public FeedbackJoiner(
            JoinerSettings settings, InterpreterChain interpreters, JoinerStore store, JoinerListener listener) {
        this.settings = settings;
        this.store = store;
        this.listener = listener;
        this.desk = new FeedbackDesk(settings, interpreters, store, listener);
        this.assembler = new GroupAssembler(settings, interpreters, store, listener);
    }

    /** Takes an event in; it has no effect before {@link #advance} passes it. */
    public void accept(Event event) {
        store.enqueue(event);
    }

    /**
     * Lets everything take effect that is due.
     *
     * @param streamMicros event time the stream has reached, microseconds; what lies more than the lateness bound before
     *     it is final
     * @param limit most events and timers to handle in this call
     * @return decisions in the order they were made
     */
    public List<Output> advance(long streamMicros, int limit) {
        long frontier = Math.max(store.frontier(), streamMicros - Durations.micros(settings.lateness()));
        List<Output> outputs = new ArrayList<>();
        for (int handled = 0; handled < limit; handled++) {
            OptionalLong moment = handleFirst(frontier, outputs::add);
            if (moment.isEmpty()) {
                store.frontier(frontier);
                return outputs;
            }
            released(moment.getAsLong() - 1);
        }
        return outputs;
    }

    /** Remembered even where the limit ends a call, because a restart takes event time from it. */
    private void released(long micros) {
        if (micros > store.frontier()) {
            store.frontier(micros);
        }
    }

    /** Handles what is due first and gives its time. */
    private OptionalLong handleFirst(long frontier, Consumer<Output> out) {
        Event event = store.firstEvent();
        Timer timer = store.firstTimer();
        boolean eventDue = event != null && event.timeMicros() <= frontier;
        boolean timerDue = timer != null && timer.dueMicros() <= frontier;
        if (event != null && eventDue && (timer == null || !timerDue || event.timeMicros() <= timer.dueMicros())) {
            store.dequeue(event);
            handle(event, out);
            return OptionalLong.of(event.timeMicros());
        }
        if (timer != null && timerDue) {
            store.cancel(timer);
            fire(timer, out);
            return OptionalLong.of(timer.dueMicros());
        }
        return OptionalLong.empty();
    }

    private void handle(Event event, Consumer<Output> out) {
        boolean stalledBefore = store.guard().stalled(settings.stall());
        boolean changed =
                event instanceof RolloutEvent rollout ? add(rollout, out) : desk.apply((FeedbackEvent) event, out);
        if (changed) {
            assembler.sendIfReady(event.groupId(), event.timeMicros(), out);
        }
        reportStall(stalledBefore, event.timeMicros(), out);
    }

    private boolean add(RolloutEvent rollout, Consumer<Output> out) {
        boolean added = assembler.add(rollout);
        if (added) {
            desk.wake(rollout.groupId(), out);
        }
        return added;
    }

    private void fire(Timer timer, Consumer<Output> out) {
        switch (timer.kind()) {
            case WINDOW -> assembler.closeWindow(timer, out);
            case GROUP_TIMEOUT -> assembler.timeOut(timer, out);
            case PARKED -> desk.expire(timer.groupId(), timer.reference(), out);
            case RETENTION -> assembler.forget(timer);
            case SILENCE -> assembler.fallSilent(timer, out);
        }
    }

    private void reportStall(boolean before, long timeMicros, Consumer<Output> out) {
        StallGuard guard = store.guard();
        boolean now = guard.stalled(settings.stall());
        if (now != before) {
            out.accept(new Output.StallChanged(now, guard.silenceProbability(), guard.lateShare(), timeMicros));
            listener.stalled(now);
        }
    }
}
