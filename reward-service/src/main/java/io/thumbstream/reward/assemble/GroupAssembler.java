package io.thumbstream.reward.assemble;

import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.Label;
import io.thumbstream.reward.event.LabelItem;
import io.thumbstream.reward.event.LabelState;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.interpret.FeedbackInterpreter;
import io.thumbstream.reward.interpret.InterpreterChain;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gathers rollouts into groups, closes their windows, and says when a group is ready to be learned from. */
final class GroupAssembler {
    private static final String OF = " of ";

    private final JoinerSettings settings;
    private final InterpreterChain interpreters;
    private final Duration window;
    private final JoinerStore store;
    private final JoinerListener listener;

    GroupAssembler(JoinerSettings settings, InterpreterChain interpreters, JoinerStore store, JoinerListener listener) {
        this.settings = settings;
        this.interpreters = interpreters;
        this.window = settings.windows().longest(interpreters.kinds());
        this.store = store;
        this.listener = listener;
    }

    /** @return whether the rollout is new */
    boolean add(RolloutEvent rollout) {
        if (store.rollout(rollout.groupId(), rollout.id()) != null) {
            listener.groupDropped("duplicate");
            return false;
        }
        GroupState known = store.group(rollout.groupId());
        if (known == null) {
            makeRoom();
        }
        GroupState group = (known == null ? GroupState.first(rollout) : known).with(rollout);
        store.put(group);
        store.put(RolloutState.arrived(rollout));
        if (known == null) {
            schedule(rollout, Timer.Kind.RETENTION, retention(group), "");
            if (!group.external() && !group.complete()) { // a complete one is sent now and waits for nothing
                schedule(rollout, Timer.Kind.GROUP_TIMEOUT, settings.groupTimeout(), "");
            }
        }
        if (rollout.displayed() && !rollout.external()) {
            schedule(rollout, Timer.Kind.WINDOW, window, rollout.id());
            for (FeedbackKind kind : settings.silence()) {
                schedule(rollout, Timer.Kind.SILENCE, settings.windows().of(kind), kind + OF + rollout.id());
            }
            store.guard(store.guard().shown(settings.stall()));
        }
        return true;
    }

    private void schedule(RolloutEvent rollout, Timer.Kind kind, Duration after, String reference) {
        store.schedule(new Timer(rollout.timeMicros() + Durations.micros(after), kind, rollout.groupId(), reference));
    }

    private Duration retention(GroupState group) {
        return group.external() ? settings.externalRetention() : settings.retention();
    }

    private void makeRoom() {
        while (store.groupCount() >= settings.maxGroups()) {
            Timer oldest = store.firstRetention();
            if (oldest == null) {
                return;
            }
            store.cancel(oldest);
            if (store.group(oldest.groupId()) != null) {
                listener.groupDropped("evicted");
                store.drop(oldest.groupId());
            }
        }
    }

    /** Sends the next revision of a group that is complete or was sent before. */
    void sendIfReady(String groupId, long timeMicros, Consumer<Output> out) {
        GroupState group = store.group(groupId);
        if (group != null && !group.external() && (group.complete() || group.revision() > 0)) {
            send(group, timeMicros, out);
        }
    }

    private void send(GroupState group, long timeMicros, Consumer<Output> out) {
        List<RolloutState> rollouts = store.rollouts(group.groupId());
        if (rollouts.isEmpty()) {
            return; // of a person who was erased
        }
        GroupState revised = group.revised();
        store.put(revised);
        double completeness = Math.min(1, (double) group.arrived() / group.expected());
        out.accept(new Output.Draft(
                revised, rollouts, completeness, timeMicros, Remarks.of(store, group.groupId(), rollouts)));
    }

    /** Sends an incomplete group whose time is up. */
    void timeOut(Timer timer, Consumer<Output> out) {
        GroupState group = store.group(timer.groupId());
        if (group != null && group.revision() == 0) {
            listener.groupDropped("timeout");
            send(group, timer.dueMicros(), out);
        }
    }

    /** Makes silence about a rollout final, unless the feedback stream itself is silent. */
    void closeWindow(Timer timer, Consumer<Output> out) {
        RolloutState rollout = store.rollout(timer.groupId(), timer.reference());
        if (rollout == null || rollout.windowClosed()) {
            return;
        }
        if (postponed(timer)) {
            return;
        }
        RolloutState closed = rollout.closed();
        store.put(closed);
        if (closed.labelState() == LabelState.CENSORED) {
            if (settings.censoredLabels()) {
                out.accept(new Output.Labelled(censored(
                        timer.groupId() + "/censored/" + closed.rollout().index(),
                        FeedbackKind.UNKNOWN,
                        0,
                        closed.rollout(),
                        closed.rollout().feedbackProbability(),
                        timer.dueMicros())));
            }
            GroupState group = Objects.requireNonNull(store.group(timer.groupId()));
            if (settings.censoredExperience() && group.revision() > 0) {
                send(group, timer.dueMicros(), out);
            }
        }
    }

    /**
     * Says that nobody gave feedback of one kind on a rollout while the kind's window was open, unless the feedback stream itself
     * is silent, or its interpreter does not take it for anybody's silence. What comes later is a label of its own beside it.
     */
    void fallSilent(Timer timer, Consumer<Output> out) {
        int cut = timer.reference().indexOf(OF);
        FeedbackKind kind = FeedbackKind.valueOf(timer.reference().substring(0, cut));
        RolloutState state = store.rollout(timer.groupId(), timer.reference().substring(cut + OF.length()));
        if (state == null || state.judgedBy(kind) || postponed(timer)) {
            return;
        }
        Optional<FeedbackInterpreter> reader = interpreters.of(kind).map(InterpreterChain.Named::interpreter);
        if (reader.isPresent() && !reader.get().hearsSilence(Attendance.of(state, store.rollouts(timer.groupId())))) {
            return;
        }
        RolloutEvent rollout = state.rollout();
        out.accept(new Output.Labelled(censored(
                Ballot.prefix(timer.groupId(), kind) + rollout.index() + "/silence",
                kind,
                1,
                rollout,
                reader.map(each -> each.propensity(rollout)).orElseGet(rollout::feedbackProbability),
                timer.dueMicros())));
    }

    /** Sets a timer anew while silence cannot be trusted. */
    private boolean postponed(Timer timer) {
        boolean stalled = store.guard().stalled(settings.stall());
        if (stalled) {
            long again = timer.dueMicros() + Durations.micros(settings.stallRecheck());
            store.schedule(new Timer(again, timer.kind(), timer.groupId(), timer.reference()));
        }
        return stalled;
    }

    /** Forgets a group nothing happened to for long enough. */
    void forget(Timer timer) {
        GroupState group = store.group(timer.groupId());
        if (group == null) {
            return;
        }
        long due = group.lastMicros() + Durations.micros(retention(group));
        if (due > timer.dueMicros()) {
            store.schedule(new Timer(due, timer.kind(), timer.groupId(), timer.reference()));
        } else {
            store.drop(timer.groupId());
        }
    }

    private static Label censored(
            String id, FeedbackKind kind, double weight, RolloutEvent rollout, double propensity, long timeMicros) {
        @Nullable String user = rollout.userKey();
        return new Label(
                id,
                rollout.groupId(),
                1,
                kind,
                List.of(new LabelItem(
                        rollout.id(), rollout.prompt(), rollout.response(), rollout.oldestPolicyVersion())),
                0.5,
                weight,
                LabelState.CENSORED,
                (timeMicros - rollout.timeMicros()) / 1e6,
                Math.max(1e-6, propensity),
                user,
                user,
                List.of(),
                List.of(),
                "window",
                timeMicros);
    }
}
