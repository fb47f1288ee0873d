package io.thumbstream.reward.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.reward.ask.ActiveQuerySelector;
import io.thumbstream.reward.assemble.AskedPair;
import io.thumbstream.reward.assemble.Events;
import io.thumbstream.reward.assemble.GroupState;
import io.thumbstream.reward.assemble.RolloutState;
import io.thumbstream.reward.assemble.Timer;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.event.SourceRef;
import io.thumbstream.reward.transform.Running;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.seal.Vault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often the store below is read, which is most of what a vote costs; and that nothing is remembered for too long. */
class KeyValueJoinerStoreTest {
    private static final RolloutEvent ANSWER = Events.rollout("g", 0, 1, 1_000);
    private static final RolloutEvent OTHER = Events.rollout("g", 1, 1, 2_000);
    private static final GroupState GROUP = new GroupState("g", 1, 1, 1_000, 0);
    private static final StateSeal NO_SEAL = new StateSeal(Optional.empty());

    private final Counting raw = new Counting();
    private final KeyValueJoinerStore store = new KeyValueJoinerStore(raw, NO_SEAL);

    /** Everybody is erased. */
    private static final class Erased implements Vault {
        @Override
        public Optional<byte[]> seal(String person, byte[] clear, byte[] context) {
            return Optional.empty();
        }

        @Override
        public Optional<byte[]> open(String person, byte[] sealed, byte[] context) {
            return Optional.empty();
        }

        @Override
        public boolean isErased(String person) {
            return true;
        }
    }

    /** Counts reads. */
    private static final class Counting extends InMemoryKeyValueStore {
        private int reads;
        private int scans;

        Counting() {
            super("state");
        }

        @Override
        public synchronized byte[] get(Bytes key) {
            reads++;
            return super.get(key);
        }

        @Override
        public synchronized <S extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(
                P prefix, S serializer) {
            scans++;
            return super.prefixScan(prefix, serializer);
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
        assertThat(new KeyValueJoinerStore(raw, NO_SEAL).groupCount()).isEqualTo(1);
    }

    @Test
    void shouldNotReadAnEventThatGoes() {
        store.enqueue(ANSWER);
        store.enqueue(OTHER);
        int before = raw.reads;

        store.dequeue(ANSWER);

        assertThat(raw.reads).isEqualTo(before);
        assertThat(store.firstEvent()).isEqualTo(OTHER);
        assertThat(new KeyValueJoinerStore(raw, NO_SEAL).firstEvent())
                .as("after a restart")
                .isEqualTo(OTHER);
    }

    @Test
    void shouldNotReadBackWhatTheStepWrote() {
        begin();
        write();
        int before = raw.reads;

        assertThat(answer()).contains(ANSWER);
        assertThat(store.rollouts("g")).extracting(RolloutState::rollout).containsExactly(ANSWER);

        assertThat(raw.reads).isEqualTo(before);
    }

    @Test
    void shouldFindTheAnswersOfAGroupWithoutASearch() {
        store.put(new GroupState("g", 2, 2, 2_000, 0));
        store.put(new RolloutState(OTHER, false, List.of(), null));
        store.put(new RolloutState(ANSWER, false, List.of(), null));
        begin();
        int before = raw.scans;

        assertThat(store.rollouts("g")).extracting(RolloutState::rollout).containsExactly(ANSWER, OTHER);

        assertThat(raw.scans).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "1, 2", "3, 3", "100, 2"})
    void shouldSearchWhenTheUsualIdsAreNotAllThatArrived(int expected, int arrived) {
        store.put(new GroupState("g", expected, arrived, 2_000, 0));
        store.put(new RolloutState(ANSWER, false, List.of(), null));
        store.put(new RolloutState(OTHER, false, List.of(), null));
        begin();

        assertThat(store.rollouts("g")).extracting(RolloutState::rollout).containsExactly(ANSWER, OTHER);
    }

    @Test
    void shouldFindTheFewAnswersOfAGroupThatIsNotComplete() {
        store.put(new GroupState("g", 3, 1, 2_000, 0));
        store.put(new RolloutState(OTHER, false, List.of(), null));
        begin();

        assertThat(store.rollouts("g")).extracting(RolloutState::rollout).containsExactly(OTHER);
    }

    @Test
    void shouldKeepAnEventAsTheRecordItCameIn() {
        byte[] record = {0, 0, 0, 0, 7, 1};
        store.enqueue(ANSWER, record);
        List<SourceRef> asked = new ArrayList<>();

        KeyValueJoinerStore again = new KeyValueJoinerStore(raw, NO_SEAL, (source, timeMicros, bytes) -> {
            asked.add(source);
            assertThat(timeMicros).isEqualTo(ANSWER.timeMicros());
            return Arrays.equals(bytes, record) ? Optional.of(ANSWER) : Optional.empty();
        });

        assertThat(again.firstEvent()).isEqualTo(ANSWER);
        assertThat(asked)
                .containsExactly(new SourceRef(
                        Topics.ROLLOUTS.name(),
                        ANSWER.source().partition(),
                        ANSWER.source().offset()));
        again.dequeue(ANSWER);
        assertThat(new KeyValueJoinerStore(raw, NO_SEAL).firstEvent()).isNull();
    }

    @Test
    void shouldForgetAWaitingRecordWhosePersonWasErased() {
        store.enqueue(ANSWER, new byte[] {0});
        store.enqueue(OTHER);

        assertThat(new KeyValueJoinerStore(raw, NO_SEAL, (source, timeMicros, bytes) -> Optional.empty()).firstEvent())
                .isEqualTo(OTHER);
    }

    @Test
    void shouldSayThatARecordCannotBeReadHere() {
        store.enqueue(ANSWER, new byte[] {0});

        assertThatThrownBy(() -> new KeyValueJoinerStore(raw, NO_SEAL))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Topics.ROLLOUTS.name())
                .hasMessageContaining("open it as the reward service does");
    }

    @Test
    void shouldFindNothingOfWhoIsErasedWhenItIsWritten() {
        KeyValueJoinerStore erased = new KeyValueJoinerStore(raw, new StateSeal(Optional.of(new Erased())));
        erased.put(GROUP);
        erased.put(new RolloutState(ANSWER, false, List.of(), null));

        assertThat(erased.rollout("g", "g.0")).isNull();
        assertThat(erased.rollouts("g")).isEmpty();
    }

    @Test
    void shouldKeepRunningMeansInMemoryAndForTheNextStart() {
        int before = raw.reads;
        store.running(List.of(new Running(3, 0.5)));
        assertThat(store.running()).containsExactly(new Running(3, 0.5));
        assertThat(raw.reads).isEqualTo(before);

        store.flush();

        assertThat(new KeyValueJoinerStore(raw, NO_SEAL).running()).containsExactly(new Running(3, 0.5));
    }

    @Test
    void shouldKeepWhatWasDecidedAboutAskingForTheNextStart() {
        AskedPair pair = new AskedPair("g.0", "g.1", 0.375);
        store.put(GROUP.asking(pair));
        store.schedule(new Timer(9_000, Timer.Kind.RETENTION, "g", ""));
        store.meta().asking(new ActiveQuerySelector.State(5, 0.25));

        store.flush();

        KeyValueJoinerStore again = new KeyValueJoinerStore(raw, NO_SEAL);
        assertThat(again.group("g")).isEqualTo(GROUP.asking(pair));
        assertThat(again.firstRetention()).isEqualTo(new Timer(9_000, Timer.Kind.RETENTION, "g", ""));
        assertThat(again.meta().asking()).isEqualTo(new ActiveQuerySelector.State(5, 0.25));
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
