package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.StepInput;
import io.thumbstream.learner.engine.StepOutcome;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.trust.Decision;
import io.thumbstream.learner.trust.Reason;
import io.thumbstream.learner.trust.Treatment;
import io.thumbstream.learner.trust.TrustSettings;
import io.thumbstream.learner.trust.Verdict;
import io.thumbstream.model.reward.ScoreInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The firewall inside the reward learner: what it hears, and that its state survives. */
class RewardCoreTrustTest {
    private static final String GOOD = "sorry it comes tomorrow";
    private static final TrustSettings PROBED =
            TrustSettings.defaults().withProbes(List.of(new TrustSettings.Probe("", GOOD, true)));

    private final CoreBench bench = new CoreBench();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @AfterEach
    void close() {
        bench.close();
    }

    /** Six honest people who like an answer and one who says the opposite, in turns. */
    private List<InputRecord<RewardLabel>> stream(String name, int rounds) {
        List<InputRecord<RewardLabel>> records = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            String person = "user-" + i % 6;
            records.add(bench.logged(name + i, 1, Labels.thumb(GOOD, 1, person)));
            records.add(bench.logged(name + "no" + i, 1, Labels.thumb("no idea " + i, 0, person)));
            records.add(bench.logged(name + "lie" + i, 1, Labels.thumb(GOOD, 0, "liar")));
        }
        return records;
    }

    private static double score(RewardCore core) {
        double[] scores = core.scores(List.of(new ScoreInput("user: where", GOOD)))[0];
        return (scores[0] + scores[1]) / 2;
    }

    @Test
    void shouldLearnLessFromALiarWhenProbesAreKnown() {
        List<InputRecord<RewardLabel>> records = stream("a", 20);
        RewardCore open = bench.open("by-label-kind", 5, TrustSettings.off());
        RewardCore guarded = bench.open("by-label-kind", 5, PROBED);

        assertThat(CoreBench.run(open, records, 1)).isNotEmpty();
        assertThat(CoreBench.run(guarded, records, 1)).isNotEmpty();

        assertThat(guarded.notable()).singleElement().satisfies(verdict -> {
            assertThat(verdict.person()).isEqualTo("liar");
            assertThat(verdict.quarantined()).isTrue();
            assertThat(verdict.reasons()).containsKey(Reason.PROBES_FAILED);
        });
        assertThat(score(guarded)).isGreaterThan(score(open));
    }

    @Test
    void shouldChangeNoBitWhenNobodyIsRemarkable() {
        List<InputRecord<RewardLabel>> records = bench.stream(3, 80);
        RewardCore open = bench.open("by-label-kind", 5, TrustSettings.off());
        RewardCore guarded = bench.open("by-label-kind", 5, TrustSettings.defaults());

        assertThat(CoreBench.run(guarded, records, 1)).isEqualTo(CoreBench.run(open, records, 1));
        assertThat(guarded.digest()).isEqualTo(open.digest());
    }

    @Test
    void shouldHearALabelOnceHoweverOftenItIsLearned() {
        RewardCore core = bench.open("by-label-kind", 5, PROBED);
        for (int i = 0; i < 4; i++) {
            core.accept(bench.logged("lie" + i, 1, Labels.thumb(GOOD, 0, "liar")));
        }
        for (int step = 1; step <= CoreBench.USES; step++) {
            List<StepInput<RewardLabel>> inputs = new ArrayList<>();
            core.plan(CoreBench.context(step)).ifPresent(plan -> {
                inputs.addAll(plan.inputs());
                assertThat(core.apply(plan).measures()).containsEntry("trust-quarantined", 0.0);
            });
            assertThat(inputs).hasSize(4);
        }
        core.accept(bench.logged("lie4", 1, Labels.thumb(GOOD, 0, "liar")));
        assertThat(core.apply(core.plan(CoreBench.context(9)).orElseThrow()).measures())
                .as("the fifth lie")
                .containsEntry("trust-quarantined", 1.0)
                .containsEntry("trust-factor", 0.0);
    }

    @Test
    void shouldSeeAProbeInAPairWhicheverComesFirst() {
        TrustSettings both = TrustSettings.defaults()
                .withProbes(
                        List.of(new TrustSettings.Probe("", GOOD, true), new TrustSettings.Probe("", "wrong", false)));
        RewardCore core = bench.open("by-label-kind", 5, both);
        for (int i = 0; i < 6; i++) {
            core.accept(bench.logged("x" + i, 1, Labels.pair(GOOD, "wrong", 1, "honest")));
            core.accept(bench.logged("y" + i, 1, Labels.pair("wrong", GOOD, 0, "honest")));
            core.accept(bench.logged(
                    "z" + i, 1, Labels.pair(i % 2 == 0 ? GOOD : "wrong", i % 2 == 0 ? "wrong" : GOOD, i % 2, "liar")));
        }
        CoreBench.drain(core, 1);

        assertThat(core.notable().stream().filter(Verdict::quarantined).map(Verdict::person))
                .containsExactly("liar");
    }

    @Test
    void shouldGoOnBitForBitWhenRestoredWithALiarInQuarantine() {
        List<InputRecord<RewardLabel>> before = stream("a", 20);
        List<InputRecord<RewardLabel>> after = stream("b", 20);
        RewardCore core = bench.open("by-label-kind", 5, PROBED);
        assertThat(CoreBench.run(core, before, 1)).isNotEmpty();
        core.snapshot(folder);
        RewardCore restored = bench.open("by-label-kind", 99, PROBED);

        restored.restore(folder, bench.lookup(position -> true));

        assertThat(restored.notable()).isEqualTo(core.notable()).isNotEmpty();
        assertThat(RewardCore.notable(folder, PROBED)).isEqualTo(core.notable());
        assertThat(RewardCore.notable(folder, PROBED.withDecisions(List.of("liar"), List.of())))
                .as("released")
                .noneMatch(Verdict::quarantined);
        assertThat(CoreBench.run(restored, after, 61)).isEqualTo(CoreBench.run(core, after, 61));
        assertThat(restored.digest()).isEqualTo(core.digest());
        assertThat(restored.notable()).isEqualTo(core.notable());
    }

    @Test
    void shouldTakeADecisionAtOnceAndBeforeTheLabelsOfItsStep() {
        RewardCore core = bench.open("by-label-kind", 5, PROBED);
        for (int i = 0; i < 5; i++) {
            core.accept(bench.logged("lie" + i, 1, Labels.thumb(GOOD, 0, "liar")));
        }
        CoreBench.drain(core, 1);
        assertThat(core.notable()).singleElement().matches(Verdict::quarantined);
        String weights = core.digest();

        core.accept(bench.logged("decision", 1, Labels.about("liar", Decision.RELEASE)));
        StepPlan<RewardLabel> alone = core.plan(CoreBench.context(50)).orElseThrow();
        StepOutcome outcome = core.apply(alone);

        assertThat(CoreBench.ids(alone.inputs())).containsExactly("decision");
        assertThat(outcome.samples()).isZero();
        assertThat(outcome.measures()).containsOnlyKeys("trust-quarantined").containsEntry("trust-quarantined", 0.0);
        assertThat(core.digest()).as("a decision alone learns nothing").isEqualTo(weights);
        assertThat(core.plan(CoreBench.context(51))).as("taken once").isEmpty();

        core.accept(bench.logged("other", 1, Labels.thumb("no idea", 0, "liar")));
        core.accept(bench.logged("back", 1, Labels.about("liar", Decision.DISCARD)));
        StepPlan<RewardLabel> both = core.plan(CoreBench.context(51)).orElseThrow();
        assertThat(CoreBench.ids(both.inputs())).containsExactly("back", "other");
        assertThat(core.apply(both).measures()).containsEntry("trust-factor", 0.0);
    }

    @Test
    void shouldGoOnBitForBitWhenRestoredWithDecisionsTakenAndWaiting() {
        List<InputRecord<RewardLabel>> before = stream("a", 20);
        List<InputRecord<RewardLabel>> after = stream("b", 20);
        RewardCore core = bench.open("by-label-kind", 5, PROBED);
        assertThat(CoreBench.run(core, before, 1)).isNotEmpty();
        core.accept(bench.logged("release", 1, Labels.about("liar", Decision.RELEASE)));
        CoreBench.drain(core, 300);
        core.accept(bench.logged("discard", 1, Labels.about("user-1", Decision.DISCARD)));
        core.snapshot(folder);
        RewardCore restored = bench.open("by-label-kind", 99, PROBED);

        restored.restore(folder, bench.lookup(position -> true));

        assertThat(restored.notable()).isEqualTo(core.notable()).isNotEmpty();
        List<String> trace = CoreBench.run(core, after, 401);
        assertThat(trace)
                .as("the waiting decision comes first")
                .first()
                .asString()
                .startsWith("discard");
        assertThat(CoreBench.run(restored, after, 401)).isEqualTo(trace);
        assertThat(restored.digest()).isEqualTo(core.digest());
        assertThat(restored.notable()).isEqualTo(core.notable());
        assertThat(core.notable())
                .filteredOn(verdict -> verdict.person().equals("user-1"))
                .extracting(Verdict::treatment)
                .containsExactly(Treatment.DISCARDED);
    }

    /** Of four ups the half is left that votes of nobody weigh, so the share of ups goes half of the way from 0.5 to 0.55. */
    @Test
    void shouldTellTheObjectiveWhatItLeft() throws IOException {
        TrustSettings usual = TrustSettings.defaults();
        TrustSettings halved = new TrustSettings(
                true,
                usual.window(),
                usual.people(),
                0.5,
                usual.cap(),
                usual.burst(),
                usual.agreement(),
                usual.probes(),
                List.of(),
                List.of());
        RewardCore core = bench.open("by-label-kind", 5, halved);
        for (int i = 0; i < CoreBench.BATCH; i++) {
            core.accept(bench.logged("up" + i, 1, Labels.thumb("answer " + i, 1, "")));
        }
        assertThat(core.apply(core.plan(CoreBench.context(1)).orElseThrow()).measures())
                .containsEntry("trust-factor", 0.5);
        core.snapshot(folder);

        JsonNode state = new ObjectMapper().readTree(Files.readAllBytes(folder.resolve("reward-state.json")));
        assertThat(state.path("objective").path("up-share").asDouble()).isCloseTo(0.525, within(1e-12));
    }

    @Test
    void shouldReadACheckpointFromBeforeDecisionsWereRecords() throws IOException {
        RewardCore core = bench.open("by-label-kind", 5, PROBED);
        assertThat(CoreBench.run(core, stream("a", 20), 1)).isNotEmpty();
        core.snapshot(folder);
        Path state = folder.resolve("reward-state.json");
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(Files.readAllBytes(state));
        assertThat(Optional.ofNullable(json.remove("decisions"))).isPresent();
        assertThat(Optional.ofNullable(((ObjectNode) json.get("trust")).remove("decided")))
                .isPresent();
        Files.writeString(state, json.toString());
        RewardCore restored = bench.open("by-label-kind", 5, PROBED);

        restored.restore(folder, bench.lookup(position -> true));

        assertThat(restored.notable()).isEqualTo(core.notable()).isNotEmpty();
    }

    @Test
    void shouldBeginWithoutKnowledgeWhenACheckpointHasNone() throws IOException {
        RewardCore core = bench.open("by-label-kind", 5, PROBED);
        assertThat(CoreBench.run(core, stream("a", 20), 1)).isNotEmpty();
        core.snapshot(folder);
        Path state = folder.resolve("reward-state.json");
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(Files.readAllBytes(state));
        assertThat(Optional.ofNullable(json.remove("trust"))).isPresent();
        Files.writeString(state, json.toString());
        RewardCore restored = bench.open("by-label-kind", 5, PROBED);

        restored.restore(folder, bench.lookup(position -> true));

        assertThat(restored.digest()).isEqualTo(core.digest());
        assertThat(restored.notable()).isEmpty();
    }
}
