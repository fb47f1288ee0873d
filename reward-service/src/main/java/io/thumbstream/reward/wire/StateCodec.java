package io.thumbstream.reward.wire;

import io.thumbstream.reward.ask.ActiveQuerySelector;
import io.thumbstream.reward.assemble.AskedPair;
import io.thumbstream.reward.assemble.Ballot;
import io.thumbstream.reward.assemble.Contribution;
import io.thumbstream.reward.assemble.GroupState;
import io.thumbstream.reward.assemble.RolloutState;
import io.thumbstream.reward.assemble.ScoreState;
import io.thumbstream.reward.assemble.StallGuard;
import io.thumbstream.reward.assemble.Vote;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.transform.Running;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Stored form of the joiner's state. */
final class StateCodec {
    private static final int VERSION = 1;
    /** Format of an answer that others than the one who asked judged. */
    private static final int WITH_OTHERS = 2;
    /** Format of an answer that a reference policy was asked about, whoever judged it. */
    private static final int WITH_REFERENCE = 3;

    private static final int HEAD_VERSION = 2;
    /** Format of the head of a group about which it was decided whether people are asked. */
    private static final int HEAD_WITH_ASKED = 3;

    private static final long UNKNOWN = Long.MIN_VALUE;

    private StateCodec() {}

    private static BinaryReader reader(byte[] bytes) {
        return new BinaryReader(bytes, VERSION);
    }

    /**
     * Head of a group.
     *
     * @param retention when its retention is due, where that is known
     */
    static byte[] encode(GroupState group, OptionalLong retention) {
        BinaryWriter out = new BinaryWriter(group.asked().isPresent() ? HEAD_WITH_ASKED : HEAD_VERSION)
                .text(group.groupId())
                .number(group.expected())
                .number(group.arrived())
                .number(group.lastMicros())
                .number(group.revision())
                .number(retention.orElse(UNKNOWN));
        return group.asked()
                .map(pair -> out.text(pair.first()).text(pair.second()).number(pair.probability()))
                .orElse(out)
                .toBytes();
    }

    static GroupState group(byte[] bytes) {
        BinaryReader in = new BinaryReader(bytes, HEAD_WITH_ASKED);
        GroupState head = group(in);
        if (in.version() < HEAD_WITH_ASKED) {
            return head;
        }
        long unusedRetention = in.longNumber();
        return head.asking(new AskedPair(in.text(), in.text(), in.decimal()));
    }

    private static GroupState group(BinaryReader in) {
        return new GroupState(in.text(), in.number(), in.number(), in.longNumber(), in.number());
    }

    /** When the retention of a group is due; empty when its head does not say, as those of the first version. */
    static OptionalLong retention(byte[] head) {
        BinaryReader in = new BinaryReader(head, HEAD_WITH_ASKED);
        GroupState unused = group(in);
        long due = in.version() < HEAD_VERSION ? UNKNOWN : in.longNumber();
        return due == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(due);
    }

    /** What others than the one who asked say about the answer is sealed for each of them, so that it goes with their keys. */
    static byte[] encode(RolloutState state, StateSeal seal) {
        List<Contribution> own = new ArrayList<>();
        List<Contribution> others = new ArrayList<>();
        for (Contribution each : state.contributions()) {
            (ofAnother(each, state.rollout()) ? others : own).add(each);
        }
        int plain = others.isEmpty() ? VERSION : WITH_OTHERS;
        BinaryWriter out = new BinaryWriter(EventCodec.referenced(state.rollout()) ? WITH_REFERENCE : plain);
        EventCodec.write(out, state.rollout());
        out.flag(state.windowClosed()).list(own, StateCodec::write);
        ScoreState score = state.score();
        out.flag(score != null);
        if (score != null) {
            out.number(score.mean()).number(score.deviation()).number(score.version());
        }
        if (!others.isEmpty()) {
            out.list(others, (to, each) -> to.blob(seal.close(each.voter(), encode(each))));
        }
        return out.toBytes();
    }

    /** A statement of nobody in particular has the label in place of a person. */
    private static boolean ofAnother(Contribution contribution, RolloutEvent rollout) {
        return !contribution.voter().equals(rollout.userKey())
                && !contribution.voter().equals(contribution.labelId());
    }

    private static byte[] encode(Contribution contribution) {
        BinaryWriter out = new BinaryWriter(VERSION);
        write(out, contribution);
        return out.toBytes();
    }

    /** The state without what people said about it who were erased. */
    static RolloutState rollout(byte[] bytes, StateSeal seal) {
        BinaryReader in = new BinaryReader(bytes, WITH_REFERENCE);
        RolloutEvent rollout = EventCodec.readRollout(in, in.version() >= WITH_REFERENCE);
        boolean windowClosed = in.flag();
        List<Contribution> contributions = in.list(StateCodec::readContribution);
        ScoreState score = readScore(in);
        if (in.more()) {
            in.list(BinaryReader::blob).forEach(closed -> seal.open(closed)
                    .map(StateCodec::reader)
                    .map(StateCodec::readContribution)
                    .ifPresent(contributions::add));
            contributions.sort(Comparator.comparing(Contribution::labelId));
        }
        return new RolloutState(rollout, windowClosed, contributions, score);
    }

    private static @Nullable ScoreState readScore(BinaryReader in) {
        return in.flag() ? new ScoreState(in.decimal(), in.decimal(), in.longNumber()) : null;
    }

    private static void write(BinaryWriter out, Contribution contribution) {
        out.text(contribution.labelId())
                .maybeNumber(contribution.approval())
                .number(contribution.weight())
                .flag(contribution.explicit())
                .text(contribution.voter())
                .number(contribution.sequence())
                .number(contribution.timeMicros())
                .texts(contribution.feedbackIds());
    }

    private static Contribution readContribution(BinaryReader in) {
        return new Contribution(
                in.text(),
                in.maybeNumber(),
                in.decimal(),
                in.flag(),
                in.text(),
                in.longNumber(),
                in.longNumber(),
                in.texts());
    }

    static byte[] encode(Ballot ballot) {
        return new BinaryWriter(VERSION)
                .text(ballot.groupId())
                .text(ballot.labelId())
                .text(ballot.kind().name())
                .maybeText(ballot.userKey())
                .number(ballot.revision())
                .list(ballot.votes(), StateCodec::write)
                .list(ballot.history(), StateCodec::write)
                .toBytes();
    }

    static Ballot ballot(byte[] bytes) {
        BinaryReader in = reader(bytes);
        return new Ballot(
                in.text(),
                in.text(),
                FeedbackKind.valueOf(in.text()),
                in.maybeText(),
                in.number(),
                in.list(StateCodec::readVote),
                in.list(StateCodec::readTrace));
    }

    private static void write(BinaryWriter out, Vote vote) {
        out.text(vote.feedbackId())
                .texts(vote.targets())
                .maybeNumber(vote.value())
                .maybeText(vote.text())
                .number(vote.sequence())
                .number(vote.timeMicros())
                .flag(vote.withdrawn());
    }

    private static Vote readVote(BinaryReader in) {
        return new Vote(
                in.text(), in.texts(), in.maybeNumber(), in.maybeText(), in.longNumber(), in.longNumber(), in.flag());
    }

    private static void write(BinaryWriter out, Ballot.Trace trace) {
        out.text(trace.feedbackId()).number(trace.timeMicros());
        EventCodec.write(out, trace.source());
    }

    private static Ballot.Trace readTrace(BinaryReader in) {
        return new Ballot.Trace(in.text(), in.longNumber(), EventCodec.readSource(in));
    }

    static byte[] encode(StallGuard guard) {
        return new BinaryWriter(VERSION)
                .number(guard.displayed())
                .number(guard.answered())
                .number(guard.seen())
                .number(guard.unanswered())
                .number(guard.lateShare())
                .toBytes();
    }

    static StallGuard guard(byte[] bytes) {
        BinaryReader in = reader(bytes);
        return new StallGuard(in.decimal(), in.decimal(), in.longNumber(), in.longNumber(), in.decimal());
    }

    static byte[] encode(List<Running> running) {
        return new BinaryWriter(VERSION)
                .list(running, (out, each) -> out.number(each.count()).number(each.mean()))
                .toBytes();
    }

    static List<Running> running(byte[] bytes) {
        return reader(bytes).list(in -> new Running(in.longNumber(), in.decimal()));
    }

    static byte[] encode(ActiveQuerySelector.State asking) {
        return new BinaryWriter(VERSION)
                .number(asking.seen())
                .number(asking.mean())
                .toBytes();
    }

    static ActiveQuerySelector.State asking(byte[] bytes) {
        BinaryReader in = reader(bytes);
        return new ActiveQuerySelector.State(in.longNumber(), in.decimal());
    }

    static byte[] encode(long value) {
        return new BinaryWriter(VERSION).number(value).toBytes();
    }

    static long number(byte[] bytes) {
        return reader(bytes).longNumber();
    }
}
