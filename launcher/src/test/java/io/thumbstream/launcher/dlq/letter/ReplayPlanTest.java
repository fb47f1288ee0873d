package io.thumbstream.launcher.dlq.letter;

import static io.thumbstream.launcher.dlq.letter.Letters.SOURCE;
import static io.thumbstream.launcher.dlq.letter.Letters.TOPIC;
import static io.thumbstream.launcher.dlq.letter.Letters.source;
import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.lab.trace.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayPlanTest {
    private static final Map<Integer, Long> WHOLE = Map.of(0, 0L, 1, 0L);

    @Test
    void shouldSendALetterOfWhichNothingIsKnown() {
        ReplayPlan plan = plan(List.of(at(3, source(1, 40))), Set.of(), WHOLE, false);

        assertThat(plan.toSend()).containsExactly(at(3, source(1, 40)));
        assertThat(plan.skipped()).isZero();
    }

    @Test
    void shouldPassOverALetterThatWasReplayedUnlessAskedAgain() {
        List<ReplayPlan.Candidate> letters = List.of(at(3, source(1, 40)), at(4, source(1, 41)));

        ReplayPlan once = plan(letters, Set.of(TOPIC + ":0:3"), WHOLE, false);
        assertThat(once.letters())
                .extracting(ReplayPlan.Planned::verdict)
                .containsExactly(Verdict.REPLAYED, Verdict.SEND);
        assertThat(once.skipped()).isEqualTo(1);

        assertThat(plan(letters, Set.of(TOPIC + ":0:3"), WHOLE, true).toSend()).hasSize(2);
    }

    @Test
    void shouldNeverSendToATopicOtherThanTheSource() {
        List<ReplayPlan.Candidate> foreign = List.of(
                at(0, Optional.empty()), at(1, Optional.of(new Position("payments", 0, 9))), at(2, source(7, 9)));

        assertThat(plan(foreign, Set.of(), WHOLE, true).count(Verdict.FOREIGN)).isEqualTo(3);
        assertThat(plan(foreign, Set.of(), WHOLE, true).toSend()).isEmpty();
    }

    @Test
    void shouldPassOverALetterWhoseReplayMayBeGone() {
        Map<Integer, Long> beginnings = Map.of(0, 42L);

        assertThat(plan(List.of(at(0, source(0, 40))), Set.of(), beginnings, false)
                        .count(Verdict.FORGOTTEN))
                .as("41, which may have been the replay, is gone")
                .isEqualTo(1);
        assertThat(plan(List.of(at(0, source(0, 41))), Set.of(), beginnings, false)
                        .toSend())
                .as("only the source itself is gone")
                .hasSize(1);
        assertThat(plan(List.of(at(0, source(0, 40))), Set.of(), beginnings, true)
                        .toSend())
                .hasSize(1);
    }

    @Test
    void shouldSayThatALetterWasReplayedEvenWhenMuchIsGone() {
        assertThat(plan(List.of(at(0, source(0, 3))), Set.of(TOPIC + ":0:0"), Map.of(0, 42L), false)
                        .count(Verdict.REPLAYED))
                .isEqualTo(1);
    }

    private static ReplayPlan plan(
            List<ReplayPlan.Candidate> letters, Set<String> replayed, Map<Integer, Long> beginnings, boolean again) {
        return ReplayPlan.of(letters, SOURCE, replayed, beginnings, again);
    }

    private static ReplayPlan.Candidate at(long offset, Optional<Position> source) {
        return new ReplayPlan.Candidate(new Position(TOPIC, 0, offset), source);
    }
}
