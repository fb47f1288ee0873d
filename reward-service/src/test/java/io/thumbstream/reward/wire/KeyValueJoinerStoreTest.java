package io.thumbstream.reward.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.reward.assemble.Events;
import io.thumbstream.reward.assemble.GroupState;
import io.thumbstream.reward.assemble.RolloutState;
import io.thumbstream.reward.event.RolloutEvent;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.junit.jupiter.api.Test;

/** How often the store below is read, which is most of what a vote costs; and that nothing is remembered for too long. */
class KeyValueJoinerStoreTest {
    private static final RolloutEvent ANSWER = Events.rollout("g", 0, 1, 1_000);
    private static final RolloutEvent OTHER = Events.rollout("g", 1, 1, 2_000);
    private static final GroupState GROUP = new GroupState("g", 1, 1, 1_000, 0);

    private final Counting raw = new Counting();
    private final KeyValueJoinerStore store = new KeyValueJoinerStore(raw, new StateSeal(Optional.empty()));

    /** Counts reads. */
    private static final class Counting extends InMemoryKeyValueStore {
        private int reads;

        Counting() {
            super("state");
        }

        @Override
        public synchronized byte[] get(Bytes key) {
            reads++;
            return super.get(key);
        }

        @Override
        public synchronized byte[] delete(Bytes key) {
            reads++;
            return super.delete(key);
        }
    }

    @Test
    void shouldReadAGroupAndAnAnswerOnceInAStep() {
        write();
        begin();
        int before = raw.reads;

        for (int i = 0; i < 3; i++) {
            assertThat(store.group("g")).isEqualTo(GROUP);
            assertThat(answer()).isEqualTo(Optional.of(ANSWER));
            assertThat(store.rollout("g", "g.7")).isNull();
        }

        assertThat(raw.reads - before).isEqualTo(3);
    }

    @Test
    void shouldReadAgainWhatWasWrittenAndInTheNextStep() {
        write();
        begin();
        assertThat(store.rollout("g", "g.0"))
                .extracting(RolloutState::windowClosed)
                .isEqualTo(false);
        store.put(new RolloutState(ANSWER, true, List.of(), null));
        assertThat(store.rollout("g", "g.0"))
                .extracting(RolloutState::windowClosed)
                .isEqualTo(true);
        store.put(new GroupState("g", 1, 1, 2_000, 1));
        assertThat(store.group("g")).extracting(GroupState::revision).isEqualTo(1);

        raw.put(StateKeys.member(StateKeys.ROLLOUT, "g", "g.0"), null); // as if its person were erased
        begin();

        assertThat(answer()).isEmpty();
    }

    @Test
    void shouldCountGroupsAndForgetThoseThatAreDropped() {
        write();
        store.put(GROUP);
        store.put(new GroupState("h", 1, 1, 1_000, 0));
        assertThat(store.groupCount()).isEqualTo(2);

        store.drop("g");

        assertThat(store.groupCount()).isEqualTo(1);
        assertThat(store.group("g")).isNull();
        assertThat(answer()).isEmpty();
        assertThat(new KeyValueJoinerStore(raw, new StateSeal(Optional.empty())).groupCount())
                .isEqualTo(1);
    }

    @Test
    void shouldNotReadAnEventThatGoes() {
        store.enqueue(ANSWER);
        store.enqueue(OTHER);
        int before = raw.reads;

        store.dequeue(ANSWER);

        assertThat(raw.reads).isEqualTo(before);
        assertThat(store.firstEvent()).isEqualTo(OTHER);
        assertThat(new KeyValueJoinerStore(raw, new StateSeal(Optional.empty())).firstEvent())
                .as("after a restart")
                .isEqualTo(OTHER);
    }

    private void write() {
        store.put(GROUP);
        store.put(new RolloutState(ANSWER, false, List.of(), null));
    }

    /** What begins a step. */
    private void begin() {
        store.enqueue(OTHER);
        store.dequeue(OTHER);
    }

    private Optional<RolloutEvent> answer() {
        return Optional.ofNullable(store.rollout("g", "g.0")).map(RolloutState::rollout);
    }
}
