package io.thumbstream.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.thumbstream.learner.engine.Build;
import io.thumbstream.learner.engine.Counterfactual;
import io.thumbstream.learner.engine.FileCheckpoints;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.InputRef;
import io.thumbstream.learner.engine.LoggedStep;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.RebuildStart;
import io.thumbstream.learner.engine.Snapshots;
import io.thumbstream.learner.engine.StepContext;
import io.thumbstream.learner.engine.StepEntry;
import io.thumbstream.learner.engine.StepHistory;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.engine.Touched;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Semantics locked here: a policy rebuilt without a person has the weights of a run in which the person never asked and rewards never
 * knew them, bit for bit, wherever the rebuilding begins. The person comes late, so that there are snapshots from before.
 */
class PolicyErasureTest {
    private static final int ROUNDS = 5;
    private static final int PER_ROUND = 3;
    private static final int LATE = 2;
    private static final int SNAPSHOT_EVERY = 2;
    private static final String HASH = "hash";

    private final List<LoggedStep> log = new ArrayList<>();
    private final List<InputRecord<RolloutGroup>> groups = new ArrayList<>();
    private final Path base;
    private final FileCheckpoints kept;

    PolicyErasureTest(@TempDir Path folder) throws IOException {
        this.base = Files.createDirectories(folder.resolve("base"));
        this.kept = new FileCheckpoints(folder.resolve("kept"), ROUNDS);
    }

    @Test
    void shouldGiveTheSameWeightsFromTheLastSnapshotBeforeThePerson() throws IOException {
        Grad.prepareThread();
        sample();
        try (PolicyCore everybody = core();
                PolicyCore others = core();
                PolicyCore fromZero = core();
                PolicyCore rebuilt = core()) {
            String begun = rebuilt.digest();
            live(everybody, groups, log, round -> {
                if ((round + 1) % SNAPSHOT_EVERY == 0) {
                    snapshot(everybody, begun, round);
                }
            });
            List<InputRecord<RolloutGroup>> left =
                    groups.stream().flatMap(record -> without(record).stream()).toList();
            live(others, left, new ArrayList<>(), round -> {});
            Counterfactual.Result whole = again(fromZero).run(Long.MAX_VALUE, (entry, taken) -> {});

            Touched touched = Touched.of(groups.stream()
                    .filter(record -> !without(record).equals(Optional.of(record)))
                    .map(InputRecord::position)
                    .toList());
            RebuildStart start = RebuildStart.newest(kept, touched, HASH, begun);
            Counterfactual.Result result =
                    again(rebuilt).startingAt(start, HASH, Build.UNKNOWN).run(Long.MAX_VALUE, (entry, taken) -> {});

            assertThat(start.step()).isEqualTo(LATE);
            assertThat(result.applied()).isEqualTo(whole.applied() - LATE);
            assertThat(result.firstChanged()).isEqualTo(whole.firstChanged()).hasValue(LATE + 1);
            assertThat(rebuilt.digest())
                    .isEqualTo(fromZero.digest())
                    .isEqualTo(others.digest())
                    .isNotEqualTo(everybody.digest());
        }
    }

    /** From round {@link #LATE} on the first group of a round is the person's, and the rewards of the others knew them. */
    private static Optional<InputRecord<RolloutGroup>> without(InputRecord<RolloutGroup> record) {
        long offset = record.position().offset();
        if (offset < LATE * PER_ROUND) {
            return Optional.of(record);
        }
        return offset % PER_ROUND == 0 ? Optional.empty() : Optional.of(revalued(record));
    }

    private static InputRecord<RolloutGroup> revalued(InputRecord<RolloutGroup> record) {
        RolloutGroup group = record.value();
        List<GroupRollout> rollouts = group.rollouts().stream()
                .map(rollout -> rollout.withReward(rollout.reward() * rollout.reward()))
                .toList();
        return record.withValue(group.withRollouts(rollouts));
    }

    private void snapshot(PolicyCore core, String begun, int round) {
        Position logged = new Position("log", 0, round);
        Snapshots.write(kept, core, round + 1L, HASH, begun, logged, place((round + 1) * PER_ROUND));
    }

    private void sample() throws IOException {
        try (CausalLm model = TinyWorld.base(3)) {
            model.save(base);
            for (int round = 0; round < ROUNDS; round++) {
                TinyWorld.sample(model, 100L + round, PER_ROUND, 4, TinyWorld::sameClass, false)
                        .forEach(group ->
                                groups.add(new InputRecord<>(place(groups.size()), group.groupId(), 1, group)));
            }
        }
    }

    private static Position place(int offset) {
        return new Position("experience", 0, offset);
    }

    /** Takes in a round of groups and steps, round after round. */
    private static void live(
            PolicyCore core, List<InputRecord<RolloutGroup>> there, List<LoggedStep> into, IntConsumer afterRound) {
        for (int round = 0; round < ROUNDS; round++) {
            int now = round;
            there.stream()
                    .filter(record -> record.position().offset() / PER_ROUND == now)
                    .forEach(core::accept);
            StepPlan<RolloutGroup> plan =
                    core.plan(new StepContext(round + 1L, 31L * round, 0)).orElseThrow();
            List<InputRef> inputs = plan.records().stream()
                    .map(record -> new InputRef(
                            record.position(),
                            record.id(),
                            record.revision(),
                            OptionalDouble.empty(),
                            OptionalDouble.empty()))
                    .toList();
            StepEntry entry = new StepEntry(
                    "policy/test", plan.context(), inputs, HASH, Map.of(), Optional.empty(), Instant.EPOCH);
            into.add(new LoggedStep(entry, new Position("log", 0, round)));
            assertThat(core.apply(plan).skipped()).isEmpty();
            afterRound.accept(round);
        }
    }

    private Counterfactual<RolloutGroup> again(PolicyCore core) {
        StepHistory history = (after, action) -> log.stream()
                .filter(logged -> after.isEmpty()
                        || logged.position().offset() > after.get().offset())
                .forEach(action);
        Map<Position, InputRecord<RolloutGroup>> topic = new HashMap<>();
        groups.forEach(record -> topic.put(record.position(), record));
        return new Counterfactual<>(core, history, positions -> topic, PolicyErasureTest::without);
    }

    private PolicyCore core() {
        PolicySettings usual = PolicyLearningTest.settings("rloo", TechniqueChoice.of("reinforce"), 4e-3);
        PolicySettings settings = new PolicySettings(
                usual.groupsPerStep(),
                Duration.ZERO,
                usual.learningRate(),
                0.01,
                usual.maxGradientNorm(),
                usual.temperature(),
                usual.maxTokensPerPass(),
                usual.lanes(),
                usual.activationCheckpointing(),
                usual.precision(),
                usual.maxSkipsInARow(),
                usual.advantage(),
                usual.objective(),
                List.of(
                        TechniqueChoice.of("weight-averaging"),
                        new TechniqueChoice(
                                "elastic-reset",
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("decay", 0.5)
                                        .put("period", 2))),
                usual.selector(),
                usual.pairs(),
                usual.replay(),
                usual.train(),
                usual.lora(),
                usual.trust());
        return new PolicyCore(settings, base, Device.cpu(), Clock.systemUTC(), 1, 1);
    }
}
