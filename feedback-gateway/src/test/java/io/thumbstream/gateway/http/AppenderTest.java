package io.thumbstream.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.gateway.event.EventLog;
import io.thumbstream.gateway.event.GatewayEvent;
import io.thumbstream.gateway.event.LogUnavailableException;
import io.thumbstream.gateway.event.LogUnavailableException.Part;
import io.thumbstream.gateway.event.PromptEvent;
import io.thumbstream.gateway.event.SamplingChoice;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AppenderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final ArrayDeque<CompletableFuture<Void>> answers = new ArrayDeque<>();

    private final EventLog log = new EventLog() {
        @Override
        public CompletionStage<Void> append(GatewayEvent event, Map<String, String> headers) {
            return answers.remove();
        }
    };

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void shouldTellEachOutcomeInItsPlaceWhenTheLastOneIsThere() throws Exception {
        LogUnavailableException down = new LogUnavailableException(Part.BROKER, "down");
        CompletableFuture<Void> late = new CompletableFuture<>();
        answers.add(late);
        answers.add(CompletableFuture.failedFuture(down));
        answers.add(CompletableFuture.completedFuture(null));
        Future<List<Optional<Throwable>>> all = append(3, PATIENCE);

        assertThat(all.isComplete()).isFalse();
        late.complete(null);

        assertThat(get(all)).containsExactly(Optional.empty(), Optional.of(down), Optional.empty());
    }

    @Test
    void shouldTellWhatWasAcknowledgedWhenTheRestIsNotInTime() throws Exception {
        answers.add(new CompletableFuture<>());
        answers.add(CompletableFuture.completedFuture(null));

        List<Optional<Throwable>> outcomes = get(append(2, Duration.ofMillis(1)));

        assertThat(outcomes.get(0)).containsInstanceOf(TimeoutException.class);
        assertThat(outcomes.get(1)).isEmpty();
    }

    @Test
    void shouldAnswerAtOnceWhenThereIsNothingToAppend() throws Exception {
        assertThat(get(append(0, PATIENCE))).isEmpty();
    }

    private Future<List<Optional<Throwable>>> append(int events, Duration patience) {
        EventLog.Entry entry = new EventLog.Entry(
                new PromptEvent(
                        "g",
                        List.of(),
                        new SamplingChoice(0.5, 0.9, 12, 42, List.of(), Map.of()),
                        1,
                        1,
                        Optional.empty(),
                        0.2,
                        false,
                        Instant.EPOCH),
                Map.of());
        List<EventLog.Entry> entries =
                Stream.generate(() -> entry).limit(events).toList();
        return new Appender(log, context, patience).appendAll(entries);
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
