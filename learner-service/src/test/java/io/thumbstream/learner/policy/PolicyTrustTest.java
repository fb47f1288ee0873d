package io.thumbstream.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.thumbstream.learner.engine.InputLookup;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.StepContext;
import io.thumbstream.learner.engine.StepInput;
import io.thumbstream.learner.engine.StepOutcome;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.replay.ReplayBuffer;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.trust.TrustSettings;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.NativeThreads;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The firewall inside the policy learner. In every step one person asks for four of eight groups and judges all their answers, and four others ask
 * for one each; from the second step on the one has 32 votes of 64, which is more than the cap.
 */
class PolicyTrustTest {
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private static final TrustSettings USUAL = TrustSettings.defaults();
    private static final String FACTOR = "trust-factor";
    private static final String LOUD = "loud";
    private static final int STEPS = 4;
    private static final int GROUPS = 8;

    private final Map<Position, InputRecord<RolloutGroup>> topic = new HashMap<>();

    @TempDir
    Path directory = Path.of("set by the test framework");

    @BeforeEach
    void prepare() throws IOException {
        Grad.prepareThread();
        NativeThreads.use(1);
        try (CausalLm base = TinyWorld.base(3)) {
            base.save(directory.resolve("base"));
        }
    }

    private PolicyCore core(String objective, TrustSettings trust) {
        PolicySettings settings = PolicyLearningTest.settings("rloo", TechniqueChoice.of(objective), 4e-3);
        return new PolicyCore(settings.withTrust(trust), directory.resolve("base"), Device.cpu(), CLOCK, 1, 5);
    }

    private static StepContext context(long step) {
        return new StepContext(step, step, 0);
    }

    /** The records of a step. */
    private List<InputRecord<RolloutGroup>> records(long step) {
        List<InputRecord<RolloutGroup>> records = new ArrayList<>();
        try (CausalLm sampler = TinyWorld.base(3)) {
            List<RolloutGroup> groups = TinyWorld.sample(sampler, 50 + step, GROUPS, 4, TinyWorld::sameClass, true);
            for (int i = 0; i < GROUPS; i++) {
                RolloutGroup group = TinyWorld.by(i % 2 == 0 ? LOUD : "user-" + step + "-" + i, groups.get(i));
                Position position = new Position("experience", 0, 100 * step + i);
                records.add(new InputRecord<>(position, group.groupId(), group.revision(), group));
            }
        }
        records.forEach(record -> topic.put(record.position(), record));
        return records;
    }

    private StepPlan<RolloutGroup> plan(PolicyCore core, long step) {
        records(step).forEach(core::accept);
        return core.plan(context(step)).orElseThrow();
    }

    private static StepOutcome taken(PolicyCore core, StepPlan<RolloutGroup> plan) {
        StepOutcome outcome = core.apply(plan);
        assertThat(outcome.skipped()).isEmpty();
        return outcome;
    }

    private static double factor(StepOutcome outcome) {
        return Optional.ofNullable(outcome.measures().get(FACTOR)).orElseThrow();
    }

    private static double loss(StepOutcome outcome) {
        return Optional.ofNullable(outcome.measures().get("loss")).orElseThrow();
    }

    private Path snapshot(PolicyCore core, String name) throws IOException {
        Path into = Files.createDirectory(directory.resolve(name));
        core.snapshot(into);
        return into;
    }

    private InputLookup<RolloutGroup> lookup() {
        return positions -> {
            Map<Position, InputRecord<RolloutGroup>> found = new HashMap<>(topic);
            found.keySet().retainAll(positions);
            return found;
        };
    }

    @Test
    void shouldLearnLessFromALoudPerson() {
        try (PolicyCore guarded = core("bco", USUAL);
                PolicyCore open = core("bco", TrustSettings.off())) {
            StepPlan<RolloutGroup> first = plan(guarded, 1);
            assertThat(factor(taken(guarded, first))).as("16 votes are free").isEqualTo(1);
            assertThat(taken(open, first).measures()).doesNotContainKey(FACTOR);
            assertThat(guarded.digest()).as("nobody was remarkable").isEqualTo(open.digest());

            StepPlan<RolloutGroup> second = plan(guarded, 2);
            StepOutcome cut = taken(guarded, second);
            StepOutcome whole = taken(open, second);
            assertThat(factor(cut))
                    .as("half of the labels have 25.6 / 32 of their weight, and less those of the burst")
                    .isLessThanOrEqualTo(0.9 + 1e-12)
                    .isGreaterThan(0.5);
            assertThat(whole.measures()).doesNotContainKey(FACTOR);
            assertThat(loss(cut))
                    .as("from the same weights, and no label has a loss below zero")
                    .isLessThan(0.95 * loss(whole));
            assertThat(guarded.digest()).isNotEqualTo(open.digest());
        }
    }

    @Test
    void shouldGiveTheSameBitsWhenReplayedAndWhenRestored() throws IOException {
        try (PolicyCore live = core("bco", USUAL);
                PolicyCore replayed = core("bco", USUAL);
                PolicyCore resumed = core("bco", USUAL);
                PolicyCore ignorant = core("bco", USUAL)) {
            for (long step = 1; step <= STEPS; step++) {
                StepPlan<RolloutGroup> plan = plan(live, step);
                StepOutcome outcome = taken(live, plan);
                assertThat(factor(taken(replayed, plan))).as("step %d", step).isEqualTo(factor(outcome));
                assertThat(replayed.digest()).as("step %d", step).isEqualTo(live.digest());
                if (step == 2) {
                    Path saved = snapshot(live, "snapshot");
                    resumed.restore(saved, lookup());
                    Files.delete(saved.resolve("trust.json"));
                    ignorant.restore(saved, lookup());
                } else if (step > 2) {
                    assertThat(factor(outcome)).as("step %d", step).isLessThan(1);
                    assertThat(factor(taken(resumed, plan))).as("step %d", step).isEqualTo(factor(outcome));
                    assertThat(resumed.digest()).as("step %d", step).isEqualTo(live.digest());
                }
                if (step == 3) {
                    assertThat(factor(taken(ignorant, plan)))
                            .as("a snapshot from before the firewall knows nobody")
                            .isEqualTo(1);
                }
            }
        }
    }

    /** Such groups take no place in a step; one may hold them all the same that was planned before the decision. */
    @Test
    void shouldLeaveTheWeightsAsTheyAreWhenOnlyDiscardedPeopleSpoke() {
        try (PolicyCore open = core("bco", USUAL);
                PolicyCore core = core("bco", USUAL.withDecisions(List.of(), List.of(LOUD)))) {
            String before = core.digest();
            records(1).stream()
                    .map(record -> record.withValue(TinyWorld.by(LOUD, record.value())))
                    .forEach(record -> {
                        open.accept(record);
                        core.accept(record);
                    });
            assertThat(core.waiting()).isZero();
            assertThat(core.drops()).containsEntry(ReplayBuffer.Drop.NO_SIGNAL, (long) GROUPS);

            StepOutcome outcome = taken(core, open.plan(context(1)).orElseThrow());

            assertThat(outcome.samples()).isZero();
            assertThat(outcome.measures()).containsExactly(Map.entry(FACTOR, 0.0));
            assertThat(core.digest()).isEqualTo(before);
        }
    }

    @Test
    void shouldKnowNothingOfAPersonWhoseGroupsAreLeftOut() throws IOException {
        try (PolicyCore everybody = core("bco", USUAL);
                PolicyCore others = core("bco", USUAL)) {
            for (long step = 1; step < STEPS; step++) {
                StepPlan<RolloutGroup> plan = plan(everybody, step);
                assertThat(factor(taken(everybody, plan))).isLessThanOrEqualTo(1);
                List<StepInput<RolloutGroup>> kept = others.revised(plan.inputs().stream()
                        .filter(input -> !asked(LOUD, input.record().value()))
                        .toList());
                assertThat(kept).hasSize(GROUPS / 2);
                assertThat(factor(taken(others, new StepPlan<>(plan.context(), kept))))
                        .as("step %d", step)
                        .isEqualTo(1);
            }

            assertThat(snapshot(everybody, "everybody").resolve("trust.json"))
                    .content()
                    .contains("\"loud\"");
            assertThat(snapshot(others, "others").resolve("trust.json"))
                    .content()
                    .contains("\"user-1-1\"")
                    .doesNotContain(LOUD);
        }
    }

    private static boolean asked(String person, RolloutGroup group) {
        return group.rollouts().stream()
                .flatMap(answer -> answer.label().stream())
                .anyMatch(label -> label.rater().equals(Optional.of(person)));
    }

    @Test
    void shouldChangeNothingWhereNobodyReadsLabels() throws IOException {
        try (PolicyCore guarded = core("reinforce", USUAL.withDecisions(List.of(), List.of(LOUD)));
                PolicyCore open = core("reinforce", TrustSettings.off())) {
            for (long some = 1; some <= STEPS; some++) {
                records(some).forEach(guarded::accept);
            }
            for (long step = 1; step <= 2; step++) {
                StepPlan<RolloutGroup> plan = guarded.plan(context(step)).orElseThrow();
                assertThat(taken(guarded, plan)).as("step %d", step).isEqualTo(taken(open, plan));
                assertThat(guarded.digest()).as("step %d", step).isEqualTo(open.digest());
            }

            assertThat(snapshot(guarded, "guarded").resolve("trust.json")).doesNotExist();
        }
    }

    @Test
    void shouldRefuseProbes() {
        PolicySettings settings = PolicyLearningTest.settings("rloo", TechniqueChoice.of("bco"), 4e-3);
        TrustSettings probed = USUAL.withProbes(List.of(new TrustSettings.Probe("", "no", false)));

        assertThatThrownBy(() -> settings.withTrust(probed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("learner.reward.core.trust.probes.list");
    }
}
