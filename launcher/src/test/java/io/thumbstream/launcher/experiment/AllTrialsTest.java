package io.thumbstream.launcher.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.lab.report.Figures;
import io.thumbstream.lab.report.Interval;
import io.thumbstream.lab.report.PairedRule;
import io.thumbstream.launcher.console.FigureOptions;
import io.thumbstream.launcher.result.ExperimentFile;
import io.thumbstream.launcher.result.Outputs;
import io.thumbstream.launcher.result.Result;
import io.thumbstream.launcher.rewardtrial.RewardTrialRun;
import io.thumbstream.launcher.trial.TrialRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllTrialsTest {
    private static final Clock STILL = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private static final AllTrials.Shipped GOOD =
            new AllTrials.Shipped("good", (id, seeds, unusedHome, unusedProgress) -> result(id, seeds));
    private static final AllTrials.Shipped BAD =
            new AllTrials.Shipped("bad", (unusedId, unusedSeeds, unusedHome, unusedProgress) -> {
                throw new IOException("the loss is not finite");
            });
    private static final AllTrials.Shipped WORSE =
            new AllTrials.Shipped("worse", (unusedId, unusedSeeds, unusedHome, unusedProgress) -> {
                throw new IllegalStateException("no such arm");
            });

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Path home;

    AllTrialsTest(@TempDir Path home) {
        this.home = home;
    }

    @Test
    void shouldGoOnAfterATrialThatFailsAndFailInTheEnd() {
        assertThat(run(List.of(BAD, WORSE, GOOD))).isEqualTo(1);

        assertThat(err.toString())
                .contains("trial bad failed: the loss is not finite")
                .contains("trial worse failed: no such arm");
        assertThat(out.toString().lines())
                .hasSize(4)
                .anyMatch(line -> line.matches("ID +VERDICT +DIFFERENCE +SECONDS"))
                .anyMatch(line -> line.matches("bad +failed +- +0"))
                .anyMatch(line -> line.matches("worse +failed +- +0"))
                .anyMatch(line -> line.matches("good +reproduced +0\\.5000 \\(0\\.2500 to 0\\.7500\\) +0"));
        assertThat(home.resolve("good.md")).content().contains("over 2 seeds (7, 8)");
        assertThat(home.resolve("bad.md")).doesNotExist();
        assertThat(home.resolve("worse.md")).doesNotExist();
        assertThat(home.resolve("experiments.json")).content().contains("good").doesNotContain("bad", "worse");
    }

    @Test
    void shouldSucceedWhenNoneFails() {
        assertThat(run(List.of(GOOD))).isZero();
        assertThat(err.toString()).doesNotContain("failed");
    }

    @Test
    void shouldRunWhatShipsOfOneKindOrOfBoth() {
        assertThat(ids(Optional.of(AllTrials.TRIALS))).isEqualTo(TrialRun.ids());
        assertThat(ids(Optional.of(AllTrials.REWARD_TRIALS))).isEqualTo(RewardTrialRun.ids());
        assertThat(ids(Optional.empty()))
                .containsAll(TrialRun.ids())
                .containsAll(RewardTrialRun.ids())
                .doesNotContain("default", "firewall", "delayed-feedback")
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldRunWhatShipsOfOneWave() throws IOException {
        assertThat(AllTrials.ofWave(Optional.of(1), Optional.empty()))
                .extracting(AllTrials.Shipped::id)
                .isEqualTo(ids(Optional.empty()));
        assertThat(AllTrials.ofWave(Optional.of(1), Optional.of(AllTrials.REWARD_TRIALS)))
                .extracting(AllTrials.Shipped::id)
                .isEqualTo(RewardTrialRun.ids());
        assertThat(AllTrials.ofWave(Optional.of(2), Optional.empty())).isEmpty();
    }

    @Test
    void shouldBeNamedOnThePageOfTheWave() throws IOException {
        String page = Files.readString(
                Path.of("..", "docs", "wave-1.md").toAbsolutePath().normalize());

        assertThat(AllTrials.ofWave(Optional.of(1), Optional.empty()))
                .extracting(AllTrials.Shipped::id)
                .allSatisfy(id -> assertThat(page).contains("`" + id + "`"));
    }

    private static List<String> ids(Optional<String> only) {
        return AllTrials.shipped(only).stream().map(AllTrials.Shipped::id).toList();
    }

    private int run(List<AllTrials.Shipped> trials) {
        return new AllTrials(trials, STILL)
                .run(
                        List.of(7L, 8L),
                        home,
                        new Outputs(Optional.empty(), Optional.of(home)),
                        new FigureOptions(),
                        new PrintWriter(out),
                        new PrintWriter(err));
    }

    private static Result result(String id, List<Long> seeds) {
        Interval difference = new Interval(0.5, 0.25, 0.75, seeds.size());
        return new Result(
                new Result.Question(
                        id,
                        "Does it help?",
                        "A paper",
                        new Result.Claimed(
                                "new",
                                "old",
                                new PairedRule(PairedRule.Kind.BETTER, 0),
                                new Result.Measure("final-gold", "worth", false)),
                        new ExperimentFile("arms: {old: {}, new: {}}\n")),
                new Result.Outcome(PairedRule.Verdict.REPRODUCED, difference, seeds, 0, "thumbstream 1 (abc)"),
                List.of(
                        new Result.Arm("old", difference, Optional.empty(), Set.of()),
                        new Result.Arm("new", difference, Optional.of(difference), Set.of())),
                new Figures(List.of()),
                List.of());
    }
}
