package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.StepContext;
import io.thumbstream.learner.engine.StepInput;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.engine.StepSeeds;
import io.thumbstream.model.ngram.NgramSettings;
import io.thumbstream.model.reward.AdaGradSettings;
import io.thumbstream.model.reward.NgramTrunkSettings;
import io.thumbstream.model.reward.RewardModelFiles;
import io.thumbstream.model.reward.RewardTrunks;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.error.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Semantics that the log relies on: a label is predicted once, before it is first learned; a revision replaces; a
 * withdrawn label is learned no more; equal records and seeds give equal weights, also across a checkpoint.
 */
class RewardCoreTest {
    private static final int BATCH = 4;
    private static final int USES = 3;
    private static final List<String> WORDS =
            List.of("sorry", "your", "parcel", "comes", "tomorrow", "no", "idea", "wait");

    private final List<RewardCore> opened = new ArrayList<>();
    private final Map<Position, InputRecord<RewardLabel>> log = new LinkedHashMap<>();
    private final RewardCore core = open("by-label-kind", 5);
    private long steps;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @BeforeEach
    void gradientsOff() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        opened.forEach(RewardCore::close);
    }

    private RewardCore open(String objective, long seed) {
        RewardCoreSettings settings = new RewardCoreSettings(
                TechniqueChoice.of(objective), BATCH, 64, USES, 1, PeopleEffects.Settings.defaults());
        NgramTrunkSettings trunk =
                new NgramTrunkSettings(new NgramSettings(10, 4, 8), AdaGradSettings.defaults(), 2, 0.01);
        RewardCore opening = new RewardCore(settings, RewardTrunks.ngram(trunk, seed), RewardModelFiles::load);
        opened.add(opening);
        return opening;
    }

    private InputRecord<RewardLabel> logged(String id, int revision, RewardLabel label) {
        InputRecord<RewardLabel> record = Labels.record(log.size(), id, revision, label);
        log.put(record.position(), record);
        return record;
    }

    private void accept(String id, int revision, RewardLabel label) {
        core.accept(logged(id, revision, label));
    }

    private static StepContext context(long step) {
        return new StepContext(step, StepSeeds.of(1, step), 0);
    }

    private Optional<StepPlan<RewardLabel>> plan() {
        return core.plan(context(steps + 1));
    }

    /** Plans and applies one step and returns its inputs; empty when none was planned. */
    private List<StepInput<RewardLabel>> step() {
        Optional<StepPlan<RewardLabel>> plan = plan();
        plan.ifPresent(each -> assertThat(core.apply(each).skipped()).isEmpty());
        steps++;
        return plan.map(StepPlan::inputs).orElse(List.of());
    }

    private static List<String> ids(List<StepInput<RewardLabel>> inputs) {
        return inputs.stream().map(input -> input.record().id()).toList();
    }

    /** Different people's thumbs and choices over random answers, some of them revised or withdrawn. */
    private List<InputRecord<RewardLabel>> stream(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<InputRecord<RewardLabel>> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = "label-" + random.nextInt(count);
            int revision = 1 + i;
            String user = "user-" + random.nextInt(5);
            double value = random.nextInt(3) / 2.0;
            RewardLabel label = id.hashCode() % 2 == 0
                    ? Labels.thumb(answer(random), value, user)
                    : Labels.pair(answer(random), answer(random), value, user);
            records.add(logged(id, revision, random.nextInt(8) == 0 ? Labels.weighing(label, 0) : label));
        }
        return records;
    }

    private static String answer(SplittableRandom random) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < 2 + random.nextInt(5); i++) {
            words.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
        }
        return words.toString();
    }

    /** Takes every record in and steps after each; returns the ids and predictions of all steps. */
    private static List<String> run(RewardCore core, List<InputRecord<RewardLabel>> records, long firstStep) {
        List<String> trace = new ArrayList<>();
        long step = firstStep;
        for (InputRecord<RewardLabel> record : records) {
            core.accept(record);
            Optional<StepPlan<RewardLabel>> plan = core.plan(context(step));
            if (plan.isPresent()) {
                plan.get()
                        .inputs()
                        .forEach(input ->
                                trace.add(input.record().id() + input.record().revision() + input.prediction()));
                assertThat(core.apply(plan.get()).skipped()).isEmpty();
                step++;
            }
        }
        return trace;
    }

    @Test
    void shouldPlanNothingWhenNothingWasSaid() {
        assertThat(plan()).isEmpty();
    }

    @Test
    void shouldLearnNewLabelsInOrderInBatches() {
        for (int i = 0; i < 6; i++) {
            accept("l" + i, 1, Labels.thumb("answer " + i, 1, "ann"));
        }

        assertThat(ids(step())).containsExactly("l0", "l1", "l2", "l3");
        assertThat(ids(step())).containsExactly("l4", "l5");
    }

    @Test
    void shouldPredictBeforeItLearns() {
        RewardLabel label = Labels.thumb("so sorry, it comes tomorrow", 1, "ann");
        accept("l", 1, label);
        String before = core.digest();
        StepInput<RewardLabel> first = plan().orElseThrow().inputs().get(0);
        double untrained = Logits.sigmoid(mean(core.scores(label.items())[0]));

        assertThat(first.prediction().orElseThrow()).isEqualTo(untrained);
        assertThat(first.target()).hasValue(1);
        assertThat(core.digest()).as("planning changes nothing").isEqualTo(before);

        assertThat(step().get(0).prediction()).hasValue(untrained);
        assertThat(core.digest()).isNotEqualTo(before);
        assertThat(Logits.sigmoid(mean(core.scores(label.items())[0]))).isGreaterThan(untrained);
    }

    @Test
    void shouldPredictOnceHoweverOftenItLearns() {
        for (int i = 0; i < BATCH; i++) {
            accept("l" + i, 1, Labels.thumb("answer " + i, 1, "ann"));
        }
        assertThat(step()).hasSize(BATCH).allMatch(input -> input.prediction().isPresent());
        for (int use = 2; use <= USES; use++) {
            assertThat(step()).hasSize(BATCH).allMatch(input -> input.prediction()
                    .isEmpty());
        }
        assertThat(step()).as("each had its share").isEmpty();
    }

    @Test
    void shouldLearnTheRevisionInsteadWhenALabelChanges() {
        accept("l", 1, Labels.thumb("sorry", 1, "ann"));
        accept("l", 2, Labels.thumb("sorry", 0, "ann"));

        List<StepInput<RewardLabel>> inputs = step();
        assertThat(ids(inputs)).containsExactly("l");
        assertThat(inputs.get(0).record().revision()).isEqualTo(2);
        assertThat(inputs.get(0).target()).hasValue(0);

        accept("l", 3, Labels.thumb("sorry", 1, "ann"));
        List<StepInput<RewardLabel>> changed = step();
        assertThat(changed.get(0).record().revision()).isEqualTo(3);
        assertThat(changed.get(0).prediction()).as("it was tested already").isEqualTo(OptionalDouble.empty());
    }

    @Test
    void shouldLearnNoMoreWhenALabelIsWithdrawn() {
        RewardLabel withdrawn = Labels.weighing(Labels.thumb("any", 1, "ann"), 0);
        accept("never", 1, Labels.thumb("any", 1, "ann"));
        accept("never", 2, withdrawn);
        for (int i = 0; i < BATCH; i++) {
            accept("l" + i, 1, Labels.thumb("answer " + i, 1, "ann"));
        }
        assertThat(ids(step())).containsExactly("l0", "l1", "l2", "l3");
        accept("l0", 2, withdrawn);
        accept("l4", 1, Labels.thumb("answer 4", 1, "ann"));
        List<String> learned = new ArrayList<>();
        for (List<StepInput<RewardLabel>> inputs = step(); !inputs.isEmpty(); inputs = step()) {
            learned.addAll(ids(inputs));
        }

        assertThat(learned).contains("l1", "l2", "l3", "l4").doesNotContain("l0", "never");
        assertThat(learned).as("l4, then twice all four").hasSize(1 + 2 * BATCH);
    }

    @Test
    void shouldIgnoreKindsThatTheObjectiveDoesNotUnderstand() {
        RewardCore thumbsOnly = open("binary-logistic", 5);
        thumbsOnly.accept(logged("pair", 1, Labels.pair("sorry", "no", 1, "ann")));
        assertThat(thumbsOnly.plan(context(1))).isEmpty();

        thumbsOnly.accept(logged("thumb", 1, Labels.thumb("sorry", 1, "ann")));
        assertThat(thumbsOnly.plan(context(1)).map(StepPlan::inputs).map(RewardCoreTest::ids))
                .hasValue(List.of("thumb"));
    }

    @Test
    void shouldPreferWhatPeoplePrefer() {
        for (int i = 0; i < 60; i++) {
            accept("pair" + i, 1, Labels.pair("sorry it comes tomorrow", "no idea wait", 1, "user-" + i % 7));
            accept(
                    "thumb" + i,
                    1,
                    Labels.thumb(i % 2 == 0 ? "sorry it comes tomorrow" : "no idea wait", 1 - i % 2, ""));
        }
        for (int i = 0; i < 30; i++) {
            assertThat(step()).isNotEmpty();
        }

        double[][] scores = core.scores(List.of(
                new ScoreInput("user: where", "sorry it comes tomorrow"),
                new ScoreInput("user: where", "no idea wait")));
        assertThat(mean(scores[0]) - mean(scores[1]))
                .as("log-odds on another prompt")
                .isGreaterThan(1);
        assertThat(scores[0][0]).as("members disagree").isNotEqualTo(scores[0][1]);
    }

    @Test
    void shouldGiveTheSameWeightsWhenRecordsAndSeedAreTheSame() {
        List<InputRecord<RewardLabel>> records = stream(3, 80);
        RewardCore twin = open("by-label-kind", 5);
        RewardCore other = open("by-label-kind", 6);

        assertThat(run(core, records, 1)).isEqualTo(run(twin, records, 1));
        assertThat(twin.digest()).isEqualTo(core.digest());
        assertThat(run(other, records, 1)).isNotEmpty();
        assertThat(other.digest()).as("another seed").isNotEqualTo(core.digest());
    }

    @Test
    void shouldGoOnBitForBitWhenRestoredFromASnapshot() {
        List<InputRecord<RewardLabel>> before = stream(3, 40);
        List<InputRecord<RewardLabel>> after = stream(4, 40);
        assertThat(run(core, before, 1)).isNotEmpty();
        core.snapshot(folder);
        RewardCore restored = open("by-label-kind", 99);

        restored.restore(folder, positions -> {
            Map<Position, InputRecord<RewardLabel>> found = new LinkedHashMap<>();
            positions.forEach(position ->
                    Optional.ofNullable(log.get(position)).ifPresent(record -> found.put(position, record)));
            return found;
        });

        assertThat(restored.digest()).isEqualTo(core.digest());
        assertThat(run(restored, after, 41)).isEqualTo(run(core, after, 41));
        assertThat(restored.digest()).isEqualTo(core.digest());
    }

    @Test
    void shouldLeaveOutLabelsThatRetentionRemovedWhenRestored() {
        for (int i = 0; i < 2 * BATCH; i++) {
            accept("l" + i, 1, Labels.thumb("answer " + i, 1, "ann"));
        }
        core.snapshot(folder);
        RewardCore restored = open("by-label-kind", 5);

        restored.restore(
                folder, positions -> Map.of(new Position("labels", 0, 2), log.get(new Position("labels", 0, 2))));

        assertThat(restored.plan(context(1)).map(StepPlan::inputs).map(RewardCoreTest::ids))
                .hasValue(List.of("l2"));
    }

    @Test
    void shouldExportWhatItScoresWith() throws IOException {
        assertThat(run(core, stream(3, 20), 1)).isNotEmpty();
        List<ScoreInput> asked = List.of(new ScoreInput("user: where", "sorry"), new ScoreInput("", ""));
        core.export(folder);

        try (var exported = RewardModelFiles.load(folder)) {
            assertThat(exported.scores(asked)).isDeepEqualTo(core.scores(asked));
        }
    }

    @Test
    void shouldNameTheDirectoryWhenACheckpointIsDamaged() throws IOException {
        core.snapshot(folder);
        Files.writeString(folder.resolve(RewardModelFiles.WEIGHTS), "damaged");

        assertThatThrownBy(() -> open("by-label-kind", 5).restore(folder, positions -> Map.of()))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining(folder.toString());
    }

    private static double mean(double[] values) {
        return (values[0] + values[1]) / 2;
    }
}
