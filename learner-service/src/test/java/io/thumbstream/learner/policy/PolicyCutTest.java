package io.thumbstream.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.StepContext;
import io.thumbstream.learner.engine.StepInput;
import io.thumbstream.learner.engine.StepOutcome;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.replay.BinaryLabel;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.trust.TrustSettings;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.NativeThreads;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.error.FatalException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What labels teach the policy of which the firewall has taken. In every step one person judges the four answers of each of four groups, and four
 * others those of one group each. Groups are 100 s apart, so that no vote is a burst: after two steps the one has 32 votes, the eight others 32
 * together, and {@code L = 4 / 9 (L + 32)} allows 25.6.
 */
class PolicyCutTest {
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private static final TrustSettings USUAL = TrustSettings.defaults();
    private static final String LOUD = "loud";
    private static final TrustSettings WITHOUT_LOUD = USUAL.withDecisions(List.of(), List.of(LOUD));
    private static final int GROUPS = 8;

    private int offset;

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

    private static PolicySettings settings(String objective) {
        return PolicyLearningTest.settings("rloo", TechniqueChoice.of(objective), 4e-3);
    }

    private PolicyCore core(PolicySettings settings) {
        return new PolicyCore(settings, directory.resolve("base"), Device.cpu(), CLOCK, 1, 5);
    }

    private PolicyCore core(String objective, TrustSettings trust) {
        return core(settings(objective).withTrust(trust));
    }

    private static StepContext context(long step) {
        return new StepContext(step, step, 0);
    }

    /** The groups of a step, the loud person's and the others' by turns. */
    private static List<RolloutGroup> groups(int step) {
        List<RolloutGroup> groups = new ArrayList<>();
        try (CausalLm sampler = TinyWorld.base(3)) {
            List<RolloutGroup> sampled = TinyWorld.sample(sampler, 50 + step, GROUPS, 4, TinyWorld::sameClass, true);
            for (int i = 0; i < GROUPS; i++) {
                Optional<String> person = Optional.of(i % 2 == 0 ? LOUD : "user-" + step + "-" + i);
                RolloutGroup judged = changed(sampled.get(i), answer -> labelled(answer, 1, person));
                Instant at = Instant.ofEpochSecond(100L * (GROUPS * step + i));
                groups.add(new RolloutGroup(judged.groupId(), 1, judged.rollouts(), at));
            }
        }
        return groups;
    }

    private static RolloutGroup changed(RolloutGroup group, UnaryOperator<GroupRollout> change) {
        return group.withRollouts(group.rollouts().stream().map(change).toList());
    }

    /** The same opinion with another weight and of another person. */
    private static GroupRollout labelled(GroupRollout answer, double weight, Optional<String> person) {
        return new GroupRollout(
                answer.rolloutId(),
                answer.promptTokens(),
                answer.tokens(),
                answer.behaviourLogProbs(),
                answer.oldestVersion(),
                answer.reward(),
                answer.label().map(label -> new BinaryLabel(label.value(), weight, person)));
    }

    private static boolean loud(RolloutGroup group) {
        return group.rollouts().stream()
                .flatMap(answer -> answer.label().stream())
                .anyMatch(label -> label.rater().equals(Optional.of(LOUD)));
    }

    private static RolloutGroup revision(int number, RolloutGroup group) {
        return new RolloutGroup(group.groupId(), number, group.rollouts(), group.eventTime());
    }

    private InputRecord<RolloutGroup> placed(RolloutGroup group) {
        return new InputRecord<>(new Position("experience", 0, offset++), group.groupId(), group.revision(), group);
    }

    private StepPlan<RolloutGroup> plan(int step, List<RolloutGroup> groups) {
        return new StepPlan<>(
                context(step),
                groups.stream().map(group -> StepInput.of(placed(group))).toList());
    }

    private static StepOutcome taken(PolicyCore core, StepPlan<RolloutGroup> plan) {
        StepOutcome outcome = core.apply(plan);
        assertThat(outcome.skipped()).isEmpty();
        return outcome;
    }

    private static double measured(String name, StepOutcome outcome) {
        return Optional.ofNullable(outcome.measures().get(name)).orElseThrow();
    }

    /** The loss is a sum over labels by their weights, so that with 0.8 of one person's it lies that far between none and all of them. */
    @ParameterizedTest
    @ValueSource(strings = {"bco", "kto", "uapo", "sft-objective", "joint"})
    void shouldTeachWhatIsLeftOfALoudPersonsLabels(String objective) {
        try (PolicyCore guarded = core(objective, USUAL);
                PolicyCore open = core(objective, TrustSettings.off());
                PolicyCore deaf = core(objective, TrustSettings.off())) {
            StepPlan<RolloutGroup> first = plan(1, groups(1));
            assertThat(measured("trust-factor", taken(guarded, first))).isEqualTo(1);
            assertThat(taken(open, first)).isEqualTo(taken(deaf, first));
            assertThat(guarded.digest()).isEqualTo(open.digest());

            List<RolloutGroup> second = groups(2);
            StepOutcome cut = taken(guarded, plan(2, second));
            double all = measured("loss", taken(open, plan(2, second)));
            List<RolloutGroup> hushed = second.stream()
                    .map(group -> loud(group) ? changed(group, answer -> answer.weighed(1e-9)) : group)
                    .toList();
            double none = measured("loss", taken(deaf, plan(2, hushed)));

            assertThat(measured("trust-factor", cut)).as("16 of 32 have 0.8").isCloseTo(0.9, within(1e-12));
            assertThat(all).as("a loss is never below zero").isGreaterThan(none + 0.01);
            assertThat(measured("loss", cut)).isCloseTo(0.8 * all + 0.2 * none, within(1e-5));
            assertThat(guarded.digest()).isNotEqualTo(open.digest()).isNotEqualTo(deaf.digest());
        }
    }

    /** Withdrawn labels leave a group without use, so that no step hears of it; of 48 votes beside 48 of twelve others a third step allows 4 / 9. */
    @Test
    void shouldCountAVoteThatIsWithdrawnAndGivenAgainAsOftenAsItIsLearned() {
        try (PolicyCore core = core("bco", USUAL)) {
            List<RolloutGroup> first = groups(1);
            List<RolloutGroup> again =
                    first.stream().filter(PolicyCutTest::loud).toList();
            first.forEach(group -> core.accept(placed(group)));
            assertThat(measured(
                            "trust-factor", taken(core, core.plan(context(1)).orElseThrow())))
                    .as("16 votes are free")
                    .isEqualTo(1);
            double[] left = {0.8, 4.0 / 9};
            for (int step = 2; step <= 3; step++) {
                int number = 2 * step - 2;
                for (RolloutGroup group : again) {
                    core.accept(placed(revision(number, changed(group, GroupRollout::unjudged))));
                }
                assertThat(core.waiting()).isZero();
                again.forEach(group -> core.accept(placed(revision(number + 1, group))));
                groups(step).stream().filter(group -> !loud(group)).forEach(group -> core.accept(placed(group)));

                StepOutcome outcome = taken(core, core.plan(context(step)).orElseThrow());
                assertThat(measured("trust-factor", outcome))
                        .as("step %d", step)
                        .isCloseTo(0.5 + 0.5 * left[step - 2], within(1e-12));
            }
        }
    }

    @Test
    void shouldNotTakeAStepOfNothingForOneThatWentWell() {
        try (PolicyCore core = core("bco", WITHOUT_LOUD)) {
            List<RolloutGroup> all = groups(1);
            StepPlan<RolloutGroup> failing = plan(
                    1,
                    all.stream()
                            .map(group -> changed(group, answer -> labelled(answer, 1e300, Optional.empty())))
                            .toList());
            StepPlan<RolloutGroup> nothing =
                    plan(2, all.stream().filter(PolicyCutTest::loud).toList());
            for (int i = 0; i < settings("bco").maxSkipsInARow() - 1; i++) {
                assertThat(core.apply(failing).skipped()).as("step %d", i).contains("non_finite");
            }
            assertThat(taken(core, nothing).samples()).isZero();

            assertThatThrownBy(() -> core.apply(failing))
                    .isInstanceOf(FatalException.class)
                    .hasMessageContaining("5 policy steps in a row");
        }
    }

    /** Rewards teach from all groups, but four of them count as judged: a discarded person's labels are as good as none. */
    @Test
    void shouldChooseGroupsByLabelsOfThoseWhoCount() {
        PolicySettings usual = settings("joint");
        PolicySettings real = new PolicySettings(
                GROUPS / 2,
                usual.maxWait(),
                usual.learningRate(),
                usual.weightDecay(),
                usual.maxGradientNorm(),
                usual.temperature(),
                usual.maxTokensPerPass(),
                usual.lanes(),
                usual.activationCheckpointing(),
                usual.precision(),
                usual.maxSkipsInARow(),
                usual.advantage(),
                usual.objective(),
                usual.stabilizers(),
                new TechniqueChoice(
                        "mixture-selector",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("min-real-share", 1.0)
                                .put("fresh-share", 1.0)),
                usual.pairs(),
                usual.replay(),
                usual.train(),
                usual.lora(),
                WITHOUT_LOUD);
        try (PolicyCore core = core(real)) {
            groups(1).forEach(group -> core.accept(placed(group)));
            assertThat(core.waiting()).as("some of the loud person's, too").isGreaterThan(GROUPS / 2);

            assertThat(core.plan(context(1)).orElseThrow().records())
                    .hasSize(GROUPS / 2)
                    .noneMatch(record -> loud(record.value()));
        }
    }
}
