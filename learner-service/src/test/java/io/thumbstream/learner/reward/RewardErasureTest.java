package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.learner.correct.CorrectionSettings;
import io.thumbstream.learner.engine.Build;
import io.thumbstream.learner.engine.Counterfactual;
import io.thumbstream.learner.engine.FileCheckpoints;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.InputRef;
import io.thumbstream.learner.engine.LoggedStep;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.RebuildStart;
import io.thumbstream.learner.engine.Snapshots;
import io.thumbstream.learner.engine.StepEntry;
import io.thumbstream.learner.engine.StepHistory;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.engine.Touched;
import io.thumbstream.learner.trust.TrustSettings;
import io.thumbstream.model.ngram.NgramSettings;
import io.thumbstream.model.reward.AdaGradSettings;
import io.thumbstream.model.reward.NgramTrunkSettings;
import io.thumbstream.model.reward.RewardModelFiles;
import io.thumbstream.model.reward.RewardTrunks;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Semantics locked here: a reward model rebuilt without a person has the weights of a run in which that person never voted, bit
 * for bit, wherever the rebuilding begins. The test for a change of wishes is set so that it fires, because it hears every person.
 */
class RewardErasureTest {
    private static final int ROUNDS = 30;
    private static final int PER_ROUND = 6;
    private static final int LATE = 12;
    private static final int SNAPSHOT_EVERY = 6;
    private static final String ERASED = "user-3";
    private static final String HASH = "hash";

    private final List<LoggedStep> log = new ArrayList<>();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldGiveTheWeightsOfARunInWhichThePersonNeverVoted(long seed) {
        Grad.prepareThread();
        List<InputRecord<RewardLabel>> labels = labels(seed);
        try (RewardCore everybody = core();
                RewardCore others = core();
                RewardCore rebuilt = core()) {
            live(everybody, labels, label -> true, log, round -> {});
            live(others, labels, label -> !erased(label), new ArrayList<>(), round -> {});

            Counterfactual.Result result = without(rebuilt, labels).run(Long.MAX_VALUE, (entry, taken) -> {});

            assertThat(result.inputsLeftOut())
                    .isEqualTo(labels.stream().filter(RewardErasureTest::erased).count());
            assertThat(rebuilt.digest()).isEqualTo(others.digest()).isNotEqualTo(everybody.digest());
        }
    }

    /** The person comes late, so that there are snapshots from before. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {4, 5})
    void shouldGiveTheSameWeightsFromTheLastSnapshotBeforeTheFirstVote(long seed, @TempDir Path folder) {
        Grad.prepareThread();
        List<InputRecord<RewardLabel>> labels = labels(seed).stream()
                .map(record -> record.position().offset() < LATE * PER_ROUND ? by("user-0", record) : record)
                .toList();
        FileCheckpoints kept = new FileCheckpoints(folder, ROUNDS);
        try (RewardCore everybody = core();
                RewardCore others = core();
                RewardCore fromZero = core();
                RewardCore rebuilt = core()) {
            String base = rebuilt.digest();
            live(everybody, labels, label -> true, log, round -> {
                if ((round + 1) % SNAPSHOT_EVERY == 0) {
                    snapshot(everybody, base, round, kept);
                }
            });
            live(others, labels, label -> !erased(label), new ArrayList<>(), round -> {});
            Counterfactual.Result whole = without(fromZero, labels).run(Long.MAX_VALUE, (entry, taken) -> {});

            Touched touched = Touched.of(labels.stream()
                    .filter(RewardErasureTest::erased)
                    .map(InputRecord::position)
                    .toList());
            RebuildStart start = RebuildStart.newest(kept, touched, HASH, base);
            Counterfactual.Result result = without(rebuilt, labels)
                    .startingAt(start, HASH, Build.UNKNOWN)
                    .run(Long.MAX_VALUE, (entry, taken) -> {});

            assertThat(start.step()).isEqualTo(LATE);
            assertThat(result.applied()).isEqualTo(whole.applied() - LATE);
            assertThat(result.firstChanged()).isEqualTo(whole.firstChanged()).hasValue(LATE + 1);
            assertThat(rebuilt.digest())
                    .isEqualTo(fromZero.digest())
                    .isEqualTo(others.digest())
                    .isNotEqualTo(everybody.digest());
        }
    }

    private static void snapshot(RewardCore core, String base, int round, FileCheckpoints into) {
        Position logged = new Position("log", 0, round);
        Position next = new Position("labels", 0, (round + 1L) * PER_ROUND);
        Snapshots.write(into, core, round + 1L, HASH, base, logged, next);
    }

    private static InputRecord<RewardLabel> by(String user, InputRecord<RewardLabel> record) {
        RewardLabel label = record.value();
        return record.withValue(
                new RewardLabel(label.kind(), label.items(), label.value(), label.weight(), Optional.of(user)));
    }

    private Counterfactual<RewardLabel> without(RewardCore core, List<InputRecord<RewardLabel>> labels) {
        StepHistory history = (after, action) -> log.stream()
                .filter(logged -> after.isEmpty()
                        || logged.position().offset() > after.get().offset())
                .forEach(action);
        return new Counterfactual<>(
                core,
                history,
                positions -> byPosition(labels),
                record -> erased(record) ? Optional.empty() : Optional.of(record));
    }

    /** Takes in a round of labels and steps, round after round. */
    private static void live(
            RewardCore core,
            List<InputRecord<RewardLabel>> labels,
            Predicate<InputRecord<RewardLabel>> there,
            List<LoggedStep> into,
            IntConsumer afterRound) {
        for (int round = 0; round < ROUNDS; round++) {
            labels.subList(round * PER_ROUND, (round + 1) * PER_ROUND).stream()
                    .filter(there)
                    .forEach(core::accept);
            StepPlan<RewardLabel> plan =
                    core.plan(CoreBench.context(round + 1L)).orElseThrow();
            StepEntry entry = new StepEntry(
                    "reward/test",
                    plan.context(),
                    plan.inputs().stream()
                            .map(input -> new InputRef(
                                    input.record().position(),
                                    input.record().id(),
                                    input.record().revision(),
                                    input.prediction(),
                                    input.target()))
                            .toList(),
                    HASH,
                    Map.of(),
                    Optional.empty(),
                    Instant.EPOCH);
            into.add(new LoggedStep(entry, new Position("log", 0, round)));
            assertThat(core.apply(plan).skipped()).isEmpty();
            afterRound.accept(round);
        }
    }

    private static boolean erased(InputRecord<RewardLabel> record) {
        return record.value().userKey().equals(Optional.of(ERASED));
    }

    private static Map<Position, InputRecord<RewardLabel>> byPosition(List<InputRecord<RewardLabel>> labels) {
        Map<Position, InputRecord<RewardLabel>> found = new java.util.HashMap<>();
        labels.forEach(label -> found.put(label.position(), label));
        return found;
    }

    private static List<InputRecord<RewardLabel>> labels(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> words = List.of("sorry", "your", "parcel", "comes", "tomorrow", "no", "idea", "wait");
        List<InputRecord<RewardLabel>> labels = new ArrayList<>();
        for (int i = 0; i < ROUNDS * PER_ROUND; i++) {
            String answer = words.get(random.nextInt(8)) + " " + words.get(random.nextInt(8)) + " "
                    + words.get(random.nextInt(8));
            boolean turned = i > ROUNDS * PER_ROUND / 2;
            double value = answer.contains("sorry") == turned ? 0 : 1;
            labels.add(Labels.record(i, "label-" + i, 1, Labels.thumb(answer, value, "user-" + i % 5)));
        }
        return labels;
    }

    /** A cap so low that it always cuts somebody, so that weights depend on who else votes. */
    private static TrustSettings strict() {
        TrustSettings usual = TrustSettings.defaults();
        return new TrustSettings(
                true,
                usual.window(),
                usual.people(),
                1,
                new TrustSettings.Cap(1.01, 0),
                usual.burst(),
                usual.agreement(),
                usual.probes(),
                List.of(),
                List.of());
    }

    private static RewardCore core() {
        RewardCoreSettings settings = new RewardCoreSettings(
                TechniqueChoice.of("by-label-kind"),
                List.of(),
                32,
                Duration.ZERO,
                1000,
                1,
                1,
                new LossRise.Settings(0.05, 1, 10),
                PeopleEffects.Settings.defaults(),
                CorrectionSettings.none(),
                strict());
        NgramTrunkSettings trunk =
                new NgramTrunkSettings(new NgramSettings(10, 4, 8), AdaGradSettings.defaults(), 2, 0.01);
        return new RewardCore(settings, RewardTrunks.ngram(trunk, 7), RewardModelFiles::load, Clock.systemUTC());
    }
}
