package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.learner.correct.CorrectionSettings;
import io.thumbstream.learner.engine.InputLookup;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.StepContext;
import io.thumbstream.learner.engine.StepInput;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.engine.StepSeeds;
import io.thumbstream.learner.trust.TrustSettings;
import io.thumbstream.model.ngram.NgramSettings;
import io.thumbstream.model.reward.AdaGradSettings;
import io.thumbstream.model.reward.NgramTrunkSettings;
import io.thumbstream.model.reward.RewardModelFiles;
import io.thumbstream.model.reward.RewardTrunks;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/** Small reward learners and the log that they read. */
final class CoreBench implements AutoCloseable {
    /** Labels of a step. */
    static final int BATCH = 4;
    /** How often a thumb is learned. */
    static final int USES = 3;

    private static final List<String> WORDS =
            List.of("sorry", "your", "parcel", "comes", "tomorrow", "no", "idea", "wait");

    private final List<RewardCore> opened = new ArrayList<>();
    private final Map<Position, InputRecord<RewardLabel>> log = new LinkedHashMap<>();

    CoreBench() {
        Grad.prepareThread();
    }

    /** A learner that has heard nothing. */
    RewardCore open(String objective, long seed) {
        return open(objective, seed, CorrectionSettings.none(), TrustSettings.defaults());
    }

    /** A learner with another objective that has heard nothing. */
    RewardCore open(TechniqueChoice objective, long seed) {
        return open(objective, seed, CorrectionSettings.none(), TrustSettings.defaults());
    }

    /** A learner that corrects labels and has heard nothing. */
    RewardCore open(String objective, long seed, CorrectionSettings corrections) {
        return open(objective, seed, corrections, TrustSettings.defaults());
    }

    /** A learner with other trust in people that has heard nothing. */
    RewardCore open(String objective, long seed, TrustSettings trust) {
        return open(objective, seed, CorrectionSettings.none(), trust);
    }

    /** A learner of all kinds of labels that may learn from its own judgement and has heard nothing. */
    RewardCore open(CoAdaptationLoop.Settings coAdaptation, long seed) {
        return open(
                TechniqueChoice.of("by-label-kind"),
                seed,
                CorrectionSettings.none(),
                TrustSettings.defaults(),
                coAdaptation);
    }

    private RewardCore open(String objective, long seed, CorrectionSettings corrections, TrustSettings trust) {
        return open(TechniqueChoice.of(objective), seed, corrections, trust);
    }

    private RewardCore open(TechniqueChoice objective, long seed, CorrectionSettings corrections, TrustSettings trust) {
        return open(objective, seed, corrections, trust, CoAdaptationLoop.Settings.off());
    }

    private RewardCore open(
            TechniqueChoice objective,
            long seed,
            CorrectionSettings corrections,
            TrustSettings trust,
            CoAdaptationLoop.Settings coAdaptation) {
        RewardCoreSettings settings = new RewardCoreSettings(
                objective,
                List.of(),
                BATCH,
                Duration.ZERO,
                64,
                USES,
                1,
                new LossRise.Settings(0.2, 12, 100),
                PeopleEffects.Settings.defaults(),
                corrections,
                trust,
                coAdaptation);
        NgramTrunkSettings trunk =
                new NgramTrunkSettings(new NgramSettings(10, 4, 8), AdaGradSettings.defaults(), 2, 0.01);
        RewardCore core =
                new RewardCore(settings, RewardTrunks.ngram(trunk, seed), RewardModelFiles::load, Clock.systemUTC());
        opened.add(core);
        return core;
    }

    /** Appends a label to the log. */
    InputRecord<RewardLabel> logged(String id, int revision, RewardLabel label) {
        InputRecord<RewardLabel> record = Labels.record(log.size(), id, revision, label);
        log.put(record.position(), record);
        return record;
    }

    /** Reads the log by position, as long as retention has left {@code kept}. */
    InputLookup<RewardLabel> lookup(Predicate<Position> kept) {
        return positions -> {
            Map<Position, InputRecord<RewardLabel>> found = new LinkedHashMap<>();
            positions.stream().filter(kept).forEach(position -> Optional.ofNullable(log.get(position))
                    .ifPresent(record -> found.put(position, record)));
            return found;
        };
    }

    static StepContext context(long step) {
        return new StepContext(step, StepSeeds.of(1, step), 0);
    }

    static List<String> ids(List<StepInput<RewardLabel>> inputs) {
        return inputs.stream().map(input -> input.record().id()).toList();
    }

    /** Different people's thumbs and choices over random answers, some of them revised or withdrawn. */
    List<InputRecord<RewardLabel>> stream(long seed, int count) {
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
    static List<String> run(RewardCore core, List<InputRecord<RewardLabel>> records, long firstStep) {
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

    /** Takes steps until none is planned. */
    static void drain(RewardCore core, long firstStep) {
        long step = firstStep;
        for (Optional<StepPlan<RewardLabel>> plan = core.plan(context(step));
                plan.isPresent();
                plan = core.plan(context(++step))) {
            assertThat(core.apply(plan.get()).skipped()).isEmpty();
        }
    }

    @Override
    public void close() {
        opened.forEach(RewardCore::close);
    }
}
