package io.thumbstream.launcher.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.console.BarProgress;
import io.thumbstream.reward.assemble.Output;
import io.thumbstream.reward.event.LabelState;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds in every seed, and that a seed decides everything. */
class SimulationTest {
    private static final int SEEDS = 200;
    private static final int RECORDS = 40;

    private final StringWriter talk = new StringWriter();

    @Test
    void shouldHoldEveryInvariantWhenNothingIsPlanted() {
        List<Simulation.Outcome> outcomes = run(Meddling.NONE, 0);

        assertThat(outcomes).hasSize(SEEDS).allSatisfy(outcome -> assertThat(outcome.violations())
                .as("replay with: thumbstream simulate joiner --seeds 1 --seeds-from " + outcome.seed())
                .isEmpty());
        assertThat(new Tally(outcomes, 1).figures()).allMatch(Figure::met);
        assertThat(talk.toString()).contains("seeds: 200 of 200");
    }

    /**
     * In these the recomputation once judged wrongly: records behind the bound, a withdrawal ahead of a vote ahead of which others lie, and
     * a thumb and a rating that agree in counter and time.
     */
    @ParameterizedTest
    @ValueSource(longs = {1656, 2244, 2916, 3891, 8006, 8735, 9151, 202303})
    void shouldJudgeRightlyWhenRecordsComeFarBehind(long seed) {
        assertThat(new Examination(Meddling.NONE)
                        .examine(ScheduleMaker.of(seed, RECORDS))
                        .violations())
                .isEmpty();
    }

    @Test
    void shouldGiveTheSameOutputWhenTheSeedIsTheSame() {
        for (long seed = 1; seed <= 20; seed++) {
            assertThat(everything(seed)).as("seed %d", seed).isEqualTo(everything(seed));
        }
        assertThat(everything(1)).isNotEqualTo(everything(2));
    }

    @Test
    void shouldMeetWhatItClaimsToSimulateWhenThereAreManySeeds() {
        Set<String> met = new TreeSet<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            Schedule schedule = ScheduleMaker.of(seed, RECORDS);
            met.addAll(
                    new Intake(schedule, new Names(schedule)).read().refusals().values());
            schedule.feeds().stream().filter(schedule::tardy).forEach(feed -> met.add("tardy"));
            new Examination(Meddling.NONE)
                    .examine(schedule)
                    .outputs()
                    .forEach(each -> each.forEach(output -> met.add(name(output))));
        }

        assertThat(met)
                .contains(
                        "invalid-field",
                        "not-your-answer",
                        "tardy",
                        "OBSERVED",
                        "CENSORED",
                        "draft",
                        "stall true",
                        "stall false",
                        "bad-targets",
                        "bad-value",
                        "stranger",
                        "unknown-feedback",
                        "unknown-rollout")
                .doesNotContain("failed");
    }

    @Test
    void shouldMissItsDemandsWhenADefectIsPlanted() {
        List<Simulation.Outcome> outcomes = run(new Planted.LostVotes(), 1);

        assertThat(new Tally(outcomes, 1).figures())
                .filteredOn(figure -> !figure.met())
                .extracting(Figure::name)
                .contains("failing-seeds", "simulated-violations", "violations-vote-counted-once");
        assertThat(outcomes)
                .filteredOn(outcome -> outcome.smallest().isPresent())
                .hasSize(1);
    }

    private List<Simulation.Outcome> run(Meddling meddling, int shrunk) {
        BarProgress progress = new BarProgress(new PrintWriter(talk), false);
        return new Simulation(meddling, RECORDS, shrunk).run(1, SEEDS, progress);
    }

    private static String everything(long seed) {
        Schedule schedule = ScheduleMaker.of(seed, RECORDS);
        List<List<Output>> outputs =
                new Examination(Meddling.NONE).examine(schedule).outputs();
        return String.join("\n", ScheduleText.write(schedule)) + outputs;
    }

    private static String name(Output output) {
        if (output instanceof Output.Labelled labelled) {
            LabelState state = labelled.label().state();
            return state.name();
        } else if (output instanceof Output.Refused refused) {
            return refused.reason();
        } else if (output instanceof Output.StallChanged stall) {
            return "stall " + stall.stalled();
        }
        return "draft";
    }
}
