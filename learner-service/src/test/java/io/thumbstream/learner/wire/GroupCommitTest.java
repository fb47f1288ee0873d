package io.thumbstream.learner.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.StepContext;
import io.thumbstream.learner.engine.StepEntry;
import io.thumbstream.runtime.error.FatalException;
import io.thumbstream.runtime.error.TransientException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Semantics locked here: order kept, nothing left out, groups gather behind a slow transaction, a failure ends writing for good. */
class GroupCommitTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration NO_PATIENCE = Duration.ofMillis(1);

    private final List<List<Long>> groups = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch gate = new CountDownLatch(1);

    @Test
    void shouldHaveNoPositionWhenNothingWasAppended() {
        try (GroupCommit commits = new GroupCommit("test", this::write, Duration.ZERO, PATIENCE)) {
            assertThat(commits.settle()).isEmpty();
        }
    }

    @Test
    void shouldWriteWhatGatheredInOneGroupWhenATransactionIsSlow() {
        try (GroupCommit commits = new GroupCommit("test", this::writeBehindGate, Duration.ZERO, PATIENCE)) {
            commits.append(entry(1));
            while (groups.isEmpty()) {
                Thread.onSpinWait();
            }
            LongStream.rangeClosed(2, 100).forEach(step -> commits.append(entry(step)));
            gate.countDown();

            assertThat(commits.settle()).contains(new Position("log", 0, 100));
        }
        assertThat(groups)
                .containsExactly(
                        List.of(1L), LongStream.rangeClosed(2, 100).boxed().toList());
    }

    @Test
    void shouldNotWaitForOthersWhenSettled() {
        try (GroupCommit commits = new GroupCommit("test", this::write, Duration.ofDays(1), PATIENCE)) {
            commits.append(entry(1));
            commits.append(entry(2));
            assertThat(commits.settle()).contains(new Position("log", 0, 2));
            assertThat(groups).containsExactly(List.of(1L, 2L));

            LongStream.range(0, GroupCommit.MOST_WAITING).forEach(i -> commits.append(entry(3 + i)));
            assertThat(commits.settle()).contains(new Position("log", 0, 2 + GroupCommit.MOST_WAITING));
        }
    }

    @Test
    void shouldKeepTheOrderWhenManyAreAppended() {
        int count = 5 * GroupCommit.MOST_WAITING;
        try (GroupCommit commits = new GroupCommit("test", this::write, Duration.ZERO, PATIENCE)) {
            LongStream.rangeClosed(1, count).forEach(step -> commits.append(entry(step)));
            assertThat(commits.settle()).contains(new Position("log", 0, count));
        }
        assertThat(groups.stream().flatMap(List::stream))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, count).boxed().toList());
        assertThat(groups).allSatisfy(group -> assertThat(group).hasSizeLessThanOrEqualTo(GroupCommit.MOST_WAITING));
    }

    @Test
    void shouldWriteNothingMoreWhenAGroupFailed() {
        TransientException lost = new TransientException("brokers are gone");
        try (GroupCommit commits = new GroupCommit(
                "test",
                group -> {
                    Position unused = write(group);
                    throw lost;
                },
                Duration.ZERO,
                PATIENCE)) {
            commits.append(entry(1));
            assertThatThrownBy(commits::settle).isSameAs(lost);
            assertThatThrownBy(() -> commits.append(entry(2))).isSameAs(lost);
            assertThatThrownBy(commits::settle).isSameAs(lost);
        }
        assertThat(groups).containsExactly(List.of(1L));
    }

    @Test
    void shouldSayThatItCannotWriteWhenTheThreadDiesOfAnError() {
        try (GroupCommit commits = new GroupCommit(
                "test",
                group -> {
                    throw new AssertionError("planted");
                },
                Duration.ZERO,
                PATIENCE)) {
            commits.append(entry(1));
            assertThatThrownBy(commits::settle)
                    .isInstanceOf(FatalException.class)
                    .hasMessageContaining("training log");
        }
    }

    @Test
    void shouldGiveUpWhenTheBrokersTakeNothing() {
        try (GroupCommit commits = new GroupCommit("test", this::writeBehindGate, Duration.ZERO, NO_PATIENCE)) {
            commits.append(entry(1));
            assertThatThrownBy(commits::settle)
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("brokers");
            assertThatThrownBy(() -> LongStream.range(2, 9999).forEach(step -> commits.append(entry(step))))
                    .isInstanceOf(TransientException.class);
            gate.countDown();
        }
    }

    private Position write(List<StepEntry> group) {
        groups.add(group.stream().map(entry -> entry.context().step()).toList());
        return new Position("log", 0, group.get(group.size() - 1).context().step());
    }

    private Position writeBehindGate(List<StepEntry> group) {
        Position position = write(group);
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return position;
    }

    private static StepEntry entry(long step) {
        return new StepEntry(
                "policy/test",
                new StepContext(step, step, 0),
                List.of(),
                "hash",
                Map.of(),
                Optional.empty(),
                Instant.EPOCH);
    }
}
