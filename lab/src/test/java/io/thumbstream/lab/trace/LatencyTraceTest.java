package io.thumbstream.lab.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LatencyTraceTest {
    @Test
    void shouldFollowAVoteThroughEveryStageWhenRecordsAreLinked() {
        RunLog log = log(List.of(answer(1, 9), answer(2, 12), answer(3, 11)));
        VoteTrace trace = LatencyTrace.of(log).get(0);
        assertThat(trace.seconds())
                .isEqualTo(Map.of(
                        Stage.LABEL, 0.0,
                        Stage.REWARD_STEP, 2.0,
                        Stage.REWARD_VERSION, 3.0,
                        // scored at 1 s by event time, which is before the version that scored it
                        Stage.EXPERIENCE, 3.0,
                        Stage.POLICY_STEP, 6.0,
                        Stage.POLICY_VERSION, 8.0,
                        Stage.ANSWER, 11.0));
    }

    @Test
    void shouldStopWhereTheWayEndsWhenNoAnswerFollows() {
        LatencySummary summary = LatencySummary.of(LatencyTrace.of(log(List.of(answer(1, 30)))));
        assertThat(summary.votes()).isEqualTo(2);
        assertThat(summary.complete()).isZero();
        assertThat(summary.median()).containsEntry(Stage.POLICY_VERSION, 8.0).doesNotContainKey(Stage.ANSWER);
    }

    @Test
    void shouldCountVotesWithoutLabelAsIncompleteWhenSummedUp() {
        LatencySummary summary = LatencySummary.of(LatencyTrace.of(log(List.of(answer(2, 12)))));
        assertThat(summary.votes()).isEqualTo(2);
        assertThat(summary.complete()).isOne();
        assertThat(summary.median()).containsEntry(Stage.ANSWER, 12.0);
        assertThat(summary.histogram().get(12)).isOne();
        assertThat(summary.histogram().stream().mapToLong(Long::longValue).sum())
                .isOne();
    }

    @Test
    void shouldFindMissingAndRepeatedVotesWhenAudited() {
        List<VoteRecord> votes = List.of(
                vote("once", 0, false),
                vote("once", 1, false),
                vote("never", 2, false),
                vote("twice", 3, false),
                vote("undo", 4, true));
        List<LabelRecord> labels = List.of(
                label("l1", 0, Set.of("once")),
                label("l1", 1, Set.of("once", "undo")),
                label("l2", 2, Set.of("twice")),
                label("l3", 3, Set.of("twice")));
        VoteAudit audit = VoteAudit.of(votes, labels);
        assertThat(audit.votes()).isEqualTo(3);
        assertThat(audit.labelledOnce()).isOne();
        assertThat(audit.missing()).containsExactly("never");
        assertThat(audit.repeated()).containsExactly("twice");
    }

    private static RunLog log(List<AnswerRecord> answers) {
        return new RunLog(
                List.of(vote("v", 0, false), vote("w", 1, false), vote("undo", 2, true)),
                List.of(new LabelRecord(at("labels", 5), "l", 1, Set.of(at("feedback", 0)), Set.of("v"), second(0))),
                List.of(
                        new StepRecord(at("log", 10), List.of(at("labels", 4)), second(1)),
                        new StepRecord(at("log", 12), List.of(at("labels", 5)), second(2))),
                List.of(new VersionRecord(3, 10, second(1)), new VersionRecord(4, 13, second(3))),
                List.of(
                        new ScoredRecord(at("experience", 0), 3, second(1)),
                        new ScoredRecord(at("experience", 1), 4, second(1))),
                List.of(
                        new StepRecord(at("log", 14), List.of(at("experience", 0)), second(5)),
                        new StepRecord(at("log", 15), List.of(at("experience", 1)), second(6))),
                List.of(new VersionRecord(1, 14, second(7)), new VersionRecord(2, 15, second(8))),
                answers);
    }

    private static VoteRecord vote(String id, long offset, boolean retraction) {
        return new VoteRecord(at("feedback", offset), id, retraction, second(0));
    }

    private static LabelRecord label(String id, long offset, Set<String> feedback) {
        return new LabelRecord(at("labels", offset), id, 1, Set.of(), feedback, second(0));
    }

    private static AnswerRecord answer(long policy, long second) {
        return new AnswerRecord(policy, second(second));
    }

    private static Position at(String topic, long offset) {
        return new Position(topic, 0, offset);
    }

    private static Instant second(long second) {
        return Instant.ofEpochSecond(1000 + second);
    }
}
