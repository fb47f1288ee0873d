package io.thumbstream.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.thumbstream.learner.engine.InputLookup;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.StepContext;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LoraSettings;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.NativeThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The learner's state machine with an adapter: a snapshot continues bit for bit, and the same records give the same weights again. */
class LoraCoreTest {
    private static final PolicySettings SETTINGS = LoraPolicyTest.settings(LoraSettings.defaults(), List.of());
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    private final Map<Position, InputRecord<RolloutGroup>> topic = new HashMap<>();

    @TempDir
    Path directory = Path.of("set by the test framework");

    @BeforeEach
    void prepare() throws IOException {
        Grad.prepareThread();
        NativeThreads.use(1);
        try (CausalLm base = LoraPolicyTest.base(3)) {
            base.save(directory.resolve("base"));
        }
    }

    private PolicyCore core() {
        return new PolicyCore(SETTINGS, directory.resolve("base"), Device.cpu(), CLOCK, 1, 5);
    }

    @Test
    void shouldGoOnBitForBitWhenASnapshotIsRestored() throws IOException {
        try (PolicyCore live = core();
                PolicyCore resumed = core()) {
            assertThat(resumed.digest()).isEqualTo(live.digest());
            step(live, 1);
            step(live, 2);
            assertThat(live.waiting()).isPositive();
            Path snapshot = Files.createDirectory(directory.resolve("snapshot"));
            live.snapshot(snapshot);
            InputLookup<RolloutGroup> lookup = positions -> {
                Map<Position, InputRecord<RolloutGroup>> found = new HashMap<>(topic);
                found.keySet().retainAll(positions);
                return found;
            };
            resumed.restore(snapshot, lookup);
            assertThat(resumed.digest()).isEqualTo(live.digest());
            assertThat(resumed.waiting()).isEqualTo(live.waiting());
            for (PolicyCore each : List.of(live, resumed)) {
                step(each, 3);
                step(each, 4);
            }

            assertThat(resumed.digest()).isEqualTo(live.digest());
            assertThat(exported(resumed, directory.resolve("b"))).isEqualTo(exported(live, directory.resolve("a")));
        }
    }

    @Test
    void shouldGiveTheSameWeightsAgainWhenTheStepsAreReplayed() {
        try (PolicyCore live = core();
                PolicyCore replayed = core()) {
            for (long number = 1; number <= 3; number++) {
                StepPlan<RolloutGroup> plan = step(live, number);
                assertThat(replayed.apply(plan).skipped()).isEmpty();
                assertThat(replayed.digest()).isEqualTo(live.digest());
            }
        }
    }

    /** Feeds more groups than a step takes, some of which stay, and takes the step. */
    private StepPlan<RolloutGroup> step(PolicyCore core, long number) {
        try (CausalLm sampler = LoraPolicyTest.base(3)) {
            List<RolloutGroup> groups = TinyWorld.sample(sampler, 50 + number, 12, 4, TinyWorld::sameClass, false);
            for (int i = 0; i < groups.size(); i++) {
                RolloutGroup group = groups.get(i);
                Position position = new Position("experience", 0, 100 * number + i);
                InputRecord<RolloutGroup> record =
                        new InputRecord<>(position, group.groupId(), group.revision(), group);
                topic.put(position, record);
                core.accept(record);
            }
        }
        StepPlan<RolloutGroup> plan =
                core.plan(new StepContext(number, number, 0)).orElseThrow();
        assertThat(core.apply(plan).skipped()).isEmpty();
        return plan;
    }

    private static byte[] exported(PolicyCore core, Path directory) throws IOException {
        core.export(Files.createDirectory(directory));
        return Files.readAllBytes(directory.resolve("model.safetensors"));
    }
}
