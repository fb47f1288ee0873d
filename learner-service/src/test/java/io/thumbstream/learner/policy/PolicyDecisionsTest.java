package io.thumbstream.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.thumbstream.learner.engine.InputLookup;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.StepContext;
import io.thumbstream.learner.engine.StepInput;
import io.thumbstream.learner.engine.StepOutcome;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.trust.Decision;
import io.thumbstream.learner.trust.Ruling;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Semantics locked here: decisions about people are inputs of the policy's steps where it reads labels, so that a person who is discarded, or was
 * convicted, teaches nothing from the next step on, and the log alone gives the same weights again. In every step the bot asks for four of eight
 * groups and judges all their answers, and four others ask for one each and do the same.
 */
class PolicyDecisionsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private static final TrustSettings USUAL = TrustSettings.defaults();
    private static final String BOT = "bot";
    private static final TrustSettings WITHOUT_BOT = USUAL.withDecisions(List.of(), List.of(BOT));
    private static final StepOutcome NOTHING_LEARNED = new StepOutcome(Optional.empty(), 0, 0, Map.of());
    private static final String WAITING = "decisions.json";
    private static final int GROUPS = 8;

    private final Map<Position, InputRecord<RolloutGroup>> topics = new HashMap<>();

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

    private static PolicySettings settings(String objective, TrustSettings trust) {
        return PolicyLearningTest.settings("rloo", TechniqueChoice.of(objective), 4e-3)
                .withTrust(trust);
    }

    private PolicyCore core(String objective, TrustSettings trust) {
        return new PolicyCore(settings(objective, trust), directory.resolve("base"), Device.cpu(), CLOCK, 1, 5);
    }

    private static StepContext context(long step) {
        return new StepContext(step, step, 0);
    }

    private InputRecord<RolloutGroup> decision(long offset, Decision decision) {
        RolloutGroup about = RolloutGroup.about("decision-" + offset, new Ruling(BOT, decision), Instant.EPOCH);
        return known(new InputRecord<>(new Position("decisions", 0, offset), about.groupId(), 1, about));
    }

    private InputRecord<RolloutGroup> known(InputRecord<RolloutGroup> record) {
        topics.put(record.position(), record);
        return record;
    }

    /** New groups of a step. */
    private List<InputRecord<RolloutGroup>> groups(long step) {
        List<InputRecord<RolloutGroup>> records = new ArrayList<>();
        try (CausalLm sampler = TinyWorld.base(3)) {
            List<RolloutGroup> groups = TinyWorld.sample(sampler, 50 + step, GROUPS, 4, TinyWorld::sameClass, true);
            for (int i = 0; i < GROUPS; i++) {
                RolloutGroup group = TinyWorld.by(i % 2 == 0 ? BOT : "user-" + step + "-" + i, groups.get(i));
                Position at = new Position("experience", 0, 100 * step + i);
                records.add(known(new InputRecord<>(at, group.groupId(), 1, group)));
            }
        }
        return records;
    }

    private StepPlan<RolloutGroup> plan(PolicyCore core, long step) {
        groups(step).forEach(core::accept);
        return core.plan(context(step)).orElseThrow();
    }

    private static StepPlan<RolloutGroup> withoutDecisions(StepPlan<RolloutGroup> plan) {
        return new StepPlan<>(
                plan.context(),
                plan.inputs().stream()
                        .filter(input -> !input.record().value().decides())
                        .toList());
    }

    /** Mean factor of the step's labels. */
    private static double factor(PolicyCore core, StepPlan<RolloutGroup> plan) {
        StepOutcome outcome = core.apply(plan);
        assertThat(outcome.skipped()).isEmpty();
        return Optional.ofNullable(outcome.measures().get("trust-factor")).orElseThrow();
    }

    private Path snapshot(PolicyCore core, String name) throws IOException {
        Path into = Files.createDirectory(directory.resolve(name));
        core.snapshot(into);
        return into;
    }

    private InputLookup<RolloutGroup> lookup() {
        return positions -> {
            Map<Position, InputRecord<RolloutGroup>> found = new HashMap<>(topics);
            found.keySet().retainAll(positions);
            return found;
        };
    }

    @ParameterizedTest
    @EnumSource(names = {"DISCARD", "CONVICT"})
    void shouldTeachNothingByADiscardedOrConvictedPersonFromTheNextStepOn(Decision decision) {
        try (PolicyCore live = core("bco", USUAL);
                PolicyCore undecided = core("bco", USUAL)) {
            StepPlan<RolloutGroup> first = plan(live, 1);
            assertThat(factor(live, first)).as("16 votes are free").isEqualTo(1);
            assertThat(factor(undecided, first)).isEqualTo(1);
            live.accept(decision(0, decision));

            StepPlan<RolloutGroup> second = plan(live, 2);
            assertThat(second.records()).hasSize(GROUPS + 1);
            assertThat(second.records().get(0).id()).as("before the groups").isEqualTo("decision-0");
            assertThat(factor(live, second)).as("half are the bot's").isEqualTo(0.5);
            assertThat(factor(undecided, withoutDecisions(second))).isGreaterThan(0.5);
            assertThat(live.digest()).isNotEqualTo(undecided.digest());

            groups(3).forEach(live::accept);
            assertThat(live.plan(context(3)))
                    .as("the bot's groups take no place, and half of a step waits")
                    .isEmpty();
            StepPlan<RolloutGroup> third = plan(live, 4);
            assertThat(third.records()).as("a decision is taken once").hasSize(GROUPS);
            assertThat(factor(live, third)).as("all are of others").isEqualTo(1);
        }
    }

    @Test
    void shouldCountMoreThanTheSettingsUntilItIsTakenBack() {
        try (PolicyCore recorded = core("bco", USUAL);
                PolicyCore settled = core("bco", WITHOUT_BOT);
                PolicyCore released = core("bco", WITHOUT_BOT);
                PolicyCore open = core("bco", USUAL)) {
            recorded.accept(decision(0, Decision.DISCARD));
            StepPlan<RolloutGroup> first = plan(recorded, 1);
            StepPlan<RolloutGroup> groups = withoutDecisions(first);
            assertThat(factor(recorded, first)).isEqualTo(0.5);
            assertThat(factor(settled, groups)).isEqualTo(0.5);
            assertThat(recorded.digest()).as("a record is worth a setting").isEqualTo(settled.digest());

            released.accept(decision(1, Decision.RELEASE));
            assertThat(released.apply(released.plan(context(1)).orElseThrow()).samples())
                    .isZero();
            groups.records().forEach(released::accept);
            assertThat(factor(released, released.plan(context(1)).orElseThrow()))
                    .isEqualTo(1);
            assertThat(factor(open, groups)).isEqualTo(1);
            assertThat(released.digest()).as("as if nobody were discarded").isEqualTo(open.digest());

            released.accept(decision(2, Decision.CLEAR));
            open.accept(decision(3, Decision.DISCARD));
            StepPlan<RolloutGroup> second = plan(released, 2);
            second.records().stream()
                    .filter(record -> !record.value().decides())
                    .forEach(open::accept);
            assertThat(factor(released, second)).as("the settings count again").isEqualTo(0.5);
            assertThat(factor(open, open.plan(context(2)).orElseThrow())).isEqualTo(0.5);
            assertThat(released.digest()).isEqualTo(open.digest());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DISCARD", "CONVICT"})
    void shouldGiveTheSameBitsWhenReplayedAndWhenRestored(Decision decision) throws IOException {
        try (PolicyCore live = core("bco", USUAL);
                PolicyCore replayed = core("bco", USUAL);
                PolicyCore resumed = core("bco", USUAL);
                PolicyCore undecided = core("bco", USUAL)) {
            StepPlan<RolloutGroup> first = plan(live, 1);
            assertThat(factor(live, first)).isEqualTo(factor(replayed, first));
            live.accept(decision(0, decision));
            Path saved = snapshot(live, "accepted");
            resumed.restore(saved, lookup());

            StepPlan<RolloutGroup> second = plan(live, 2);
            assertThat(plan(resumed, 2).records().get(0))
                    .as("it waits again")
                    .isEqualTo(second.records().get(0));
            assertSame(second, live, replayed, resumed);

            Path later = snapshot(live, "taken");
            assertThat(later.resolve(WAITING)).doesNotExist();
            resumed.restore(later, lookup());
            StepPlan<RolloutGroup> third = plan(undecided, 3);
            assertSame(third, live, replayed, resumed);
        }
    }

    private static void assertSame(StepPlan<RolloutGroup> plan, PolicyCore live, PolicyCore... others) {
        assertThat(factor(live, plan)).as("the bot's labels are half").isEqualTo(0.5);
        for (PolicyCore other : others) {
            assertThat(factor(other, plan)).isEqualTo(0.5);
            assertThat(other.digest()).isEqualTo(live.digest());
        }
    }

    @Test
    void shouldKnowOfNothingThatWaitsWhenItCannotBeReadOrABuildDidNotKnowIt() throws IOException {
        try (PolicyCore live = core("bco", USUAL);
                PolicyCore other = core("bco", USUAL)) {
            live.accept(decision(0, Decision.DISCARD));
            Path saved = snapshot(live, "waiting");
            assertThat(saved.resolve(WAITING)).exists();
            other.restore(saved, lookup());
            assertThat(other.plan(context(1))).isPresent();

            other.restore(saved, positions -> Map.of());
            assertThat(other.plan(context(1))).as("the person was erased").isEmpty();

            other.restore(saved, lookup());
            Files.delete(saved.resolve(WAITING));
            other.restore(saved, lookup());
            assertThat(other.plan(context(1)))
                    .as("a snapshot of an older build")
                    .isEmpty();
        }
    }

    @Test
    void shouldTakeAStepOfDecisionsAloneWithoutLearning() {
        try (PolicyCore core = core("bco", USUAL)) {
            groups(1).stream().limit(3).forEach(core::accept);
            assertThat(core.plan(context(1)))
                    .as("no full step, and no wait is over")
                    .isEmpty();
            InputRecord<RolloutGroup> discarded = decision(0, Decision.DISCARD);
            core.accept(discarded);
            core.accept(discarded);
            String before = core.digest();

            StepPlan<RolloutGroup> plan = core.plan(context(1)).orElseThrow();
            assertThat(plan.records()).containsExactly(discarded);
            assertThat(core.revised(plan.inputs())).isEqualTo(plan.inputs());
            assertThat(core.apply(plan)).isEqualTo(NOTHING_LEARNED);

            assertThat(core.digest()).isEqualTo(before);
            assertThat(core.waiting()).isEqualTo(3);
            assertThat(core.plan(context(2))).isEmpty();
        }
    }

    @Test
    void shouldHearNothingWhereNobodyReadsLabelsOrTheFirewallIsOff() throws IOException {
        assertThat(settings("bco", USUAL).hearsDecisions()).isTrue();
        for (PolicySettings deaf : List.of(settings("reinforce", USUAL), settings("bco", TrustSettings.off()))) {
            String name = deaf.objective().name();
            assertThat(deaf.hearsDecisions()).as(name).isFalse();
            try (PolicyCore core = new PolicyCore(deaf, directory.resolve("base"), Device.cpu(), CLOCK, 1, 5)) {
                String before = core.digest();
                core.accept(decision(0, Decision.DISCARD));
                assertThat(core.plan(context(1))).as(name).isEmpty();
                List<StepInput<RolloutGroup>> logged = List.of(StepInput.of(decision(0, Decision.DISCARD)));
                assertThat(core.apply(new StepPlan<>(context(1), logged)))
                        .as("logged under other settings, %s", name)
                        .isEqualTo(NOTHING_LEARNED);
                assertThat(core.digest()).as(name).isEqualTo(before);
                assertThat(core.revised(logged)).as(name).isEmpty();
                assertThat(snapshot(core, name).resolve(WAITING)).doesNotExist();
            }
        }
    }
}
