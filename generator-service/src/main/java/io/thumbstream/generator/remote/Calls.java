package io.thumbstream.generator.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.generator.remote.RemoteException.Kind;
import io.thumbstream.model.sample.Generation;
import io.thumbstream.model.sample.SampleRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Streams under way: opens them, and hands what arrives on the client's threads to the sampler's own. */
final class Calls {
    /** Longest wait for news, so that whoever waits in a loop neither spins nor misses its other duties. */
    private static final Duration NAP = Duration.ofMillis(5);

    private final RemotePolicies policies;
    private final Set<Integer> endTokens;
    private final Listener listener;
    private final BlockingQueue<Runnable> news = new LinkedBlockingQueue<>();

    /** What becomes of a stream, told on the thread that calls {@link #hear()}; nothing is told of attempts that are closed. */
    interface Listener {
        /** @throws RemoteException to fail the attempt */
        void arrived(Attempt attempt, Piece piece) throws RemoteException;

        void failed(Attempt attempt, RemoteException failure);
    }

    Calls(RemotePolicies policies, Set<Integer> endTokens, Listener listener) {
        this.policies = policies;
        this.endTokens = endTokens;
        this.listener = listener;
    }

    /** Asks the newest policy for an answer, or for what is missing of it. */
    void open(Running one, Instant deadline) {
        Generation generation = one.generation();
        SampleRequest request = generation.request();
        int[] before = generation.tokens();
        int[] prompt = IntStream.concat(IntStream.of(request.prompt()), IntStream.of(before))
                .toArray();
        ServedModel model = policies.acquire();
        Dialect dialect = policies.dialect();
        // the seed of a rest is another one, or it would begin with the draws of the beginning
        long seed = request.seed() + before.length;
        Call call = dialect.generate(model, prompt, request.sampling(), seed, generation.room(), endTokens);
        Attempt attempt = new Attempt(one, model, dialect.reader(), deadline);
        one.begin(attempt);
        CompletableFuture<HttpResponse<String>> response =
                policies.server().stream(call, line -> news.add(() -> read(attempt, line)));
        attempt.follow(response);
        var unused = response.whenComplete((head, failure) -> news.add(() -> ended(attempt, head, failure)));
    }

    /** Takes in what arrived, waiting a little when nothing has; false when nothing came. */
    boolean hear() {
        Runnable first = next();
        if (first == null) {
            return false;
        }
        List<Runnable> all = new ArrayList<>(List.of(first));
        news.drainTo(all);
        all.forEach(Runnable::run);
        return true;
    }

    private @Nullable Runnable next() {
        try {
            return news.poll(NAP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private void read(Attempt attempt, String line) {
        if (attempt.closed() || Events.isEnd(line)) {
            return;
        }
        try {
            Optional<JsonNode> event = Events.of(line);
            if (event.isPresent()) {
                listener.arrived(attempt, attempt.reader().read(event.get()));
            }
        } catch (RemoteException e) {
            listener.failed(attempt, e);
        }
    }

    private void ended(Attempt attempt, @Nullable HttpResponse<String> head, @Nullable Throwable failure) {
        if (attempt.closed()) {
            return;
        }
        if (failure != null) {
            listener.failed(attempt, RemoteServer.failure(failure));
        } else if (head != null && head.statusCode() != Statuses.OK) {
            listener.failed(attempt, Statuses.failure(head));
        } else {
            listener.failed(
                    attempt, new RemoteException(Kind.BROKEN, "the inference server's stream ended within the answer"));
        }
    }
}
