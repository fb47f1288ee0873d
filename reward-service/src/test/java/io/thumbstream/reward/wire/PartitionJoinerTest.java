package io.thumbstream.reward.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thumbstream.reward.RewardSettings;
import io.thumbstream.reward.assemble.Events;
import io.thumbstream.reward.assemble.JoinerSettings;
import io.thumbstream.reward.assemble.Output;
import io.thumbstream.reward.event.Event;
import io.thumbstream.reward.event.LabelState;
import io.thumbstream.reward.interpret.FeedbackInterpreter;
import io.thumbstream.reward.interpret.InterpreterChain;
import io.thumbstream.reward.interpret.Interpreters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** Where event time goes on after a restart on the same store, when no further record comes. Times in milliseconds. */
class PartitionJoinerTest {
    private static final long SECOND = 1_000;
    private static final long HOUR = 3_600 * SECOND;
    private static final int ALL = 1_000;

    private final KeyValueStore<Bytes, byte[]> store =
            Stores.inMemoryKeyValueStore("state").get();
    private final List<Output> sent = new ArrayList<>();

    @Test
    void shouldReleaseAWaitingRecordAfterARestartWhenNothingWasReleasedBefore() {
        open(0).accept(answer(1 * SECOND), SECOND * 1_000);

        tick(open(2 * SECOND), 3 * SECOND, ALL);

        assertThat(drafts()).hasSize(1);
    }

    @Test
    void shouldReleaseAWaitingRecordSoonAfterARestartWhenAllWasQuietForLongBefore() {
        PartitionJoiner before = open(0);
        before.accept(answer(1 * SECOND), SECOND * 1_000);
        tick(before, 3 * SECOND, ALL);
        before.accept(Events.thumb("late", "g.0", 1, 1, HOUR), HOUR * 1_000);

        tick(open(HOUR + SECOND), HOUR + 2 * SECOND, ALL);

        assertThat(sent).filteredOn(Output.Labelled.class::isInstance).hasSize(1);
    }

    @Test
    void shouldCloseWindowsAfterARestartWhenTheLastReleaseEndedAtItsLimit() {
        PartitionJoiner before = open(0);
        before.accept(answer(1 * SECOND), SECOND * 1_000);
        tick(before, 3 * SECOND, 1);

        tick(open(4 * SECOND), 2 * HOUR, ALL);

        assertThat(lastState()).isEqualTo(LabelState.CENSORED);
    }

    @Test
    void shouldNotWaitForAWindowAgainAfterARestartInSilence() {
        PartitionJoiner before = open(0);
        before.accept(answer(1 * SECOND), SECOND * 1_000);
        tick(before, 3 * SECOND, ALL);
        tick(before, HOUR / 2, ALL);

        tick(open(HOUR / 2 + SECOND), HOUR + 20 * SECOND, ALL);

        assertThat(lastState()).isEqualTo(LabelState.CENSORED);
    }

    private PartitionJoiner open(long wallMillis) {
        Map<String, FeedbackInterpreter> readers = new LinkedHashMap<>();
        RewardSettings.defaults()
                .interpreters()
                .forEach(choice -> readers.put(choice.name(), Interpreters.CATALOG.create(choice)));
        return PartitionJoiner.open(
                JoinerSettings.defaults(),
                new InterpreterChain(readers),
                Duration.ofMillis(50),
                store,
                new JoinerMeters(new SimpleMeterRegistry()),
                wallMillis * 1_000);
    }

    private void tick(PartitionJoiner joiner, long wallMillis, int limit) {
        sent.addAll(joiner.release(wallMillis * 1_000, limit));
        joiner.flush();
    }

    private static Event answer(long millis) {
        return Events.rollout("g", 0, 1, millis);
    }

    private List<Output.Draft> drafts() {
        return sent.stream()
                .filter(Output.Draft.class::isInstance)
                .map(Output.Draft.class::cast)
                .toList();
    }

    private LabelState lastState() {
        List<Output.Draft> drafts = drafts();
        return drafts.get(drafts.size() - 1).rollouts().get(0).labelState();
    }
}
