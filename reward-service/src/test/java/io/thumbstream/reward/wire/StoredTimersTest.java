package io.thumbstream.reward.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.reward.assemble.GroupState;
import io.thumbstream.reward.assemble.Timer;
import java.util.Optional;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.junit.jupiter.api.Test;

/** Timers after a restart; that of a group's retention costs no write of its own. */
class StoredTimersTest {
    private static final GroupState GROUP = new GroupState("g", 1, 1, 1_000, 0);
    private static final Timer RETENTION = new Timer(9_000, Timer.Kind.RETENTION, "g", "");
    private static final Timer WINDOW = new Timer(10_000, Timer.Kind.WINDOW, "g", "g.0");

    private final InMemoryKeyValueStore raw = new InMemoryKeyValueStore("state");
    private final KeyValueJoinerStore store = open();

    private KeyValueJoinerStore open() {
        return new KeyValueJoinerStore(raw, new StateSeal(Optional.empty()));
    }

    @Test
    void shouldKeepTheRetentionOfAGroupWithItsHead() {
        Timer later = new Timer(12_000, Timer.Kind.RETENTION, "g", "");
        store.put(GROUP);
        store.schedule(RETENTION);
        store.schedule(WINDOW);
        store.put(new GroupState("g", 1, 1, 2_000, 1));

        KeyValueJoinerStore again = open();
        assertThat(raw.get(StateKeys.timer(RETENTION))).isNull();
        assertThat(again.group("g")).extracting(GroupState::revision).isEqualTo(1);
        assertThat(again.firstRetention()).isEqualTo(RETENTION);
        assertThat(again.firstTimer()).isEqualTo(RETENTION);
        again.cancel(RETENTION);
        assertThat(again.firstRetention()).isNull();
        assertThat(again.firstTimer()).isEqualTo(WINDOW);
        again.schedule(later);

        assertThat(open().firstRetention()).isEqualTo(later);
    }

    @Test
    void shouldForgetARetentionWithItsGroup() {
        store.put(GROUP);
        store.schedule(RETENTION);
        store.cancel(RETENTION);
        store.drop("g");

        assertThat(open().firstTimer()).isNull();
    }

    @Test
    void shouldReadHeadsAndRetentionsOfAnEarlierRelease() {
        byte[] head = new BinaryWriter(1)
                .text("g")
                .number(1)
                .number(1)
                .number(1_000L)
                .number(0)
                .toBytes();
        raw.put(StateKeys.member(StateKeys.GROUP, "g", ""), head);
        raw.put(StateKeys.timer(RETENTION), new byte[] {1});

        KeyValueJoinerStore again = open();
        assertThat(again.group("g")).isEqualTo(GROUP);
        assertThat(again.groupCount()).isEqualTo(1);
        assertThat(again.firstRetention()).isEqualTo(RETENTION);
        again.put(GROUP);
        assertThat(open().firstRetention()).as("kept in both places").isEqualTo(RETENTION);
        again.cancel(RETENTION);
        again.drop("g");

        assertThat(open().firstTimer()).isNull();
        assertThat(open().groupCount()).isZero();
    }
}
