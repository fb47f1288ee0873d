package io.thumbstream.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.gateway.event.EventLog;
import io.thumbstream.gateway.event.LogUnavailableException;
import io.thumbstream.gateway.event.LogUnavailableException.Part;
import io.thumbstream.gateway.event.PromptEvent;
import io.thumbstream.gateway.event.SamplingChoice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SenderTest {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final List<List<String>> together = Collections.synchronizedList(new ArrayList<>());
    private final Sender sender =
            new Sender(3, this::before, waiting -> waiting.stored().complete(null));

    private void before(List<Sender.Waiting> all) {
        together.add(
                all.stream().map(waiting -> waiting.entry().event().groupId()).toList());
        entered.countDown();
        try {
            assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void end() {
        go.countDown();
        sender.close();
    }

    @Test
    void shouldShowTogetherWhatCameWhileItWorked() throws Exception {
        List<CompletableFuture<Void>> stored = new ArrayList<>(sender.send(List.of(event("a"))));
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        stored.addAll(sender.send(List.of(event("b"))));
        stored.addAll(sender.send(List.of(event("c"))));

        go.countDown();

        for (CompletableFuture<Void> one : stored) {
            one.get(20, TimeUnit.SECONDS);
        }
        assertThat(together).containsExactly(List.of("a"), List.of("b", "c"));
    }

    @Test
    void shouldRefuseOnlyWhatHasNoRoom() throws Exception {
        CompletableFuture<Void> first = sender.send(List.of(event("a"))).get(0);
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();

        List<CompletableFuture<Void>> more = sender.send(List.of(event("b"), event("c"), event("d")));

        assertThat(more.get(0)).isNotDone();
        assertThat(more.get(1)).isNotDone();
        assertRefused(more.get(2));
        go.countDown();
        first.get(20, TimeUnit.SECONDS);
        more.get(1).get(20, TimeUnit.SECONDS);
        sender.send(List.of(event("e"))).get(0).get(20, TimeUnit.SECONDS);
    }

    @Test
    void shouldWorkOnWhatWaitsBeforeItEndsAndRefuseWhatComesLater() {
        go.countDown();
        CompletableFuture<Void> waiting = sender.send(List.of(event("a"))).get(0);

        sender.close();

        assertThat(waiting).isCompleted();
        for (int i = 0; i < 5; i++) {
            assertRefused(sender.send(List.of(event("late"))).get(0));
        }
    }

    private static void assertRefused(CompletableFuture<Void> stored) {
        assertThatThrownBy(() -> stored.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(LogUnavailableException.class, refused -> assertThat(refused.part())
                        .isEqualTo(Part.QUEUE));
    }

    private static EventLog.Entry event(String group) {
        return new EventLog.Entry(
                new PromptEvent(
                        group,
                        List.of(),
                        new SamplingChoice(0.5, 0.9, 12, 42, List.of(), Map.of()),
                        1,
                        1,
                        Optional.empty(),
                        0.2,
                        false,
                        Instant.EPOCH),
                Map.of());
    }
}
