package io.thumbstream.learner.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Semantics locked here: one sample per group, whatever the number of revisions; a revision inherits its group's uses; lag is
 * counted from the oldest token; contents do not depend on arrival order; everything that leaves unused is counted.
 */
class ReplayBufferTest {
    private static final ReplaySettings SETTINGS = new ReplaySettings(4, 10, 1, 2, 8);

    private static RolloutGroup group(String id, int revision, long time, long version, double... rewards) {
        List<GroupRollout> rollouts = new ArrayList<>();
        for (double reward : rewards) {
            rollouts.add(new GroupRollout(
                    id + "." + rollouts.size(),
                    new int[] {1},
                    new int[] {2},
                    new float[] {-1},
                    version + rollouts.size(),
                    reward,
                    Optional.empty()));
        }
        return new RolloutGroup(id, revision, rollouts, Instant.ofEpochSecond(time));
    }

    private static RolloutGroup group(String id, int revision, long time) {
        return group(id, revision, time, 0, 0, 1);
    }

    private static ReplayBuffer<String> buffer() {
        return new ReplayBuffer<>(SETTINGS, RolloutGroup::hasSpread);
    }

    private static List<String> ids(ReplayBuffer<String> buffer) {
        return buffer.waiting().stream()
                .map(held -> held.group().groupId() + ":" + held.group().revision())
                .toList();
    }

    @Test
    void shouldReplaceTheGroupWhenAHigherRevisionComes() {
        ReplayBuffer<String> buffer = buffer();
        buffer.accept("p1", group("a", 1, 1));
        buffer.accept("p2", group("a", 3, 2));
        buffer.accept("p3", group("a", 2, 3));

        assertThat(ids(buffer)).containsExactly("a:3");
        assertThat(buffer.waiting().get(0).place()).isEqualTo("p2");
    }

    @Test
    void shouldOfferAGroupAgainOnlyWhenARevisionCameAndUsesAreLeft() {
        ReplayBuffer<String> buffer = buffer();
        buffer.accept("p", group("a", 1, 1));
        buffer.used("a", 1);
        assertThat(ids(buffer)).isEmpty();
        assertThat(buffer.accept("p", group("a", 1, 1))).isFalse();

        assertThat(buffer.accept("p", group("a", 2, 2))).isTrue();
        assertThat(buffer.waiting().get(0).uses()).isEqualTo(1);
        buffer.used("a", 2);

        assertThat(buffer.accept("p", group("a", 3, 3))).isFalse();
        assertThat(buffer.past("a")).contains(new ReplayBuffer.Past(3, 2));
        assertThat(buffer.drops()).isEmpty();
    }

    @Test
    void shouldDropAndCountGroupsWhenTheyAreTooOldForThePolicy() {
        ReplayBuffer<String> buffer = buffer();
        buffer.accept("p", group("old", 1, 1, 5, 0, 1));
        buffer.accept("p", group("new", 1, 2, 6, 0, 1));
        buffer.dropStale(15);
        assertThat(ids(buffer)).containsExactly("old:1", "new:1");

        buffer.dropStale(16);

        assertThat(ids(buffer)).containsExactly("new:1");
        assertThat(buffer.drops()).containsExactly(java.util.Map.entry(ReplayBuffer.Drop.STALE, 1L));
    }

    /** What people wrote is not sampled by any policy, however many versions were published since. */
    @Test
    void shouldNotHoldAnswersOfSomebodyElseForTooOld() {
        GroupRollout written =
                new GroupRollout("h.0", new int[] {1}, new int[] {2}, new float[] {0}, -1, 1, Optional.empty());
        RolloutGroup human = new RolloutGroup("h", 1, List.of(written), Instant.ofEpochSecond(1));
        ReplayBuffer<String> buffer = new ReplayBuffer<>(SETTINGS, group -> true);
        buffer.accept("p", human);
        buffer.accept("p", group("old", 1, 2, 5, 0, 1));
        buffer.dropStale(1000);

        assertThat(ids(buffer)).containsExactly("h:1");
        assertThat(human.lag(1000)).isZero();
        assertThat(group("old", 1, 2, 5, 0, 1).lag(1000)).isEqualTo(995);
        buffer.dropWaiting();
        assertThat(ids(buffer)).isEmpty();
        assertThat(buffer.drops()).containsExactly(java.util.Map.entry(ReplayBuffer.Drop.STALE, 2L));
        assertThat(buffer.accept("p", human)).as("it stays known").isFalse();
    }

    @Test
    void shouldCountGroupsWhenTheirRewardsAreEqual() {
        ReplayBuffer<String> buffer = buffer();

        assertThat(buffer.accept("p", group("flat", 1, 1, 0, 0.4, 0.4))).isFalse();

        assertThat(buffer.drops()).containsExactly(java.util.Map.entry(ReplayBuffer.Drop.NO_SIGNAL, 1L));
        assertThat(buffer.accept("p", group("flat", 2, 2, 0, 0.4, 0.5))).isTrue();
    }

    @Test
    void shouldDropTheOldestWhenFull() {
        ReplayBuffer<String> buffer = buffer();
        LongStream.of(3, 1, 5, 2, 4).forEach(time -> buffer.accept("p", group("g" + time, 1, time)));

        assertThat(ids(buffer)).containsExactly("g2:1", "g3:1", "g4:1", "g5:1");
        assertThat(buffer.drops()).containsExactly(java.util.Map.entry(ReplayBuffer.Drop.OVERFLOW, 1L));
    }

    @Test
    void shouldForgetTheOldestMemoryWhenItIsFull() {
        ReplayBuffer<String> buffer = buffer();
        for (int i = 0; i < 20; i++) {
            buffer.accept("p", group("g" + i, 1, i));
            buffer.used("g" + i, 1);
        }

        assertThat(buffer.past()).hasSize(SETTINGS.memory()).containsKey("g19").doesNotContainKey("g11");
    }

    static Stream<Long> seeds() {
        return LongStream.range(0, 25).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldHoldTheSameWhateverTheArrivalOrder(long seed) {
        List<RolloutGroup> arrivals = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            for (int revision = 1; revision <= 3; revision++) {
                arrivals.add(group("g" + i, revision, i * 10L + revision));
            }
        }
        ReplayBuffer<String> ordered = buffer();
        arrivals.forEach(each -> ordered.accept("p", each));
        Collections.shuffle(arrivals, new Random(seed));
        ReplayBuffer<String> shuffled = buffer();
        arrivals.forEach(each -> shuffled.accept("p", each));

        assertThat(ids(shuffled)).isEqualTo(ids(ordered)).containsExactly("g0:3", "g1:3", "g2:3", "g3:3");
    }

    @Test
    void shouldGoOnAlikeWhenRestored() {
        ReplayBuffer<String> buffer = buffer();
        buffer.accept("p", group("a", 1, 1));
        buffer.accept("p", group("b", 1, 2));
        buffer.used("a", 1);
        ReplayBuffer<String> restored = buffer();
        restored.restore(buffer.waiting(), buffer.past());

        assertThat(restored.waiting()).isEqualTo(buffer.waiting());
        assertThat(restored.accept("p", group("a", 1, 1))).isFalse();
        assertThat(restored.accept("p", group("a", 2, 1))).isTrue();
    }
}
