package io.thumbstream.launcher.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.launcher.simulate.Examination.Finding;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every invariant is broken once, and the check names it. */
class PlantedDefectTest {
    private static final int SEEDS = 30;
    private static final int RECORDS = 40;

    static Stream<Arguments> defects() {
        return Stream.of(
                Arguments.of(new Planted.LostVotes(), Invariant.VOTE_COUNTED_ONCE),
                Arguments.of(new Planted.DoubledVotes(), Invariant.VOTE_COUNTED_ONCE),
                Arguments.of(new Planted.DoubledOutputs(), Invariant.VOTE_COUNTED_ONCE),
                Arguments.of(new Planted.WithoutSequence(), Invariant.CURRENT_VOTE),
                Arguments.of(new Planted.TurnedThumbs(), Invariant.CURRENT_VOTE),
                Arguments.of(new Planted.KeptWeight(), Invariant.WITHDRAWN),
                Arguments.of(new Planted.SilenceAsNo(), Invariant.SILENCE),
                Arguments.of(new Planted.NoPatience(), Invariant.SILENCE),
                Arguments.of(new Planted.LostDrafts(), Invariant.EXPERIENCE),
                Arguments.of(new Planted.DoubledOutputs(), Invariant.EXPERIENCE),
                Arguments.of(new Planted.ArrivalAsSequence(), Invariant.ARRIVAL_ORDER),
                Arguments.of(new Planted.KeptState(), Invariant.CRASH),
                Arguments.of(new Planted.LostState(), Invariant.CRASH));
    }

    @ParameterizedTest
    @MethodSource("defects")
    void shouldNameTheInvariantWhenADefectIsPlanted(Meddling defect, Invariant broken) {
        Set<Invariant> named = EnumSet.noneOf(Invariant.class);
        for (long seed = 1; seed <= SEEDS; seed++) {
            Finding finding = new Examination(defect).examine(ScheduleMaker.of(seed, RECORDS));
            named.addAll(finding.broken());
        }

        assertThat(named).contains(broken);
    }

    @Test
    void shouldNameTheGatewayWhenItTakesWhatItMustRefuse() {
        Schedule schedule = LongStream.rangeClosed(1, SEEDS)
                .mapToObj(seed -> ScheduleMaker.of(seed, RECORDS))
                .filter(each -> !Oracle.of(each).refusals().isEmpty())
                .findFirst()
                .orElseThrow();
        Oracle oracle = Oracle.of(schedule);
        Names names = new Names(schedule);

        Evidence all = new Evidence(
                schedule,
                names,
                Map.of(),
                new Examination(Meddling.NONE).examine(schedule).outputs());
        Evidence sound = new Evidence(schedule, names, new IdentityHashMap<>(oracle.refusals()), all.outputs());

        assertThat(VoteCheck.of(all, oracle)).extracting(Violation::invariant).contains(Invariant.GATEWAY);
        assertThat(VoteCheck.of(sound, oracle)).isEmpty();
    }
}
