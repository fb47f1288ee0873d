package io.thumbstream.generator.remote;

import io.thumbstream.generator.remote.RemoteException.Kind;
import io.thumbstream.model.sample.Finish;
import io.thumbstream.model.sample.Generation;
import io.thumbstream.model.sample.Priority;
import io.thumbstream.model.sample.SampleListener;
import io.thumbstream.model.sample.SampleRequest;
import io.thumbstream.model.sample.SampledToken;
import io.thumbstream.model.sample.Sampler;
import io.thumbstream.model.sample.SamplerSettings;
import io.thumbstream.model.sample.SamplingSettings;
import io.thumbstream.model.sample.WaitingQueue;
import io.thumbstream.model.text.Tokenizer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples answers on an inference server: one stream per answer, as many at once as there are slots.
 *
 * <p><b>Tokens.</b> Prompts go as token ids and answers come as token ids with their log-probabilities; text and stop texts are made of them
 * here, as for a model of this process. A request whose log-probabilities the server would not report exactly fails at once. Entropies are unknown.
 *
 * <p><b>Versions.</b> A stream ends under the version that it began with.
 *
 * <p><b>Failures.</b> An answer whose stream breaks goes on from its last token, under the newest version then, as a new span. After
 * {@link RemoteSettings#retries()} further tries it fails. While the server fails, it is left alone for growing pauses; requests wait in bounded
 * queues, and prompts behind them in their topic.
 */
public final class RemoteSampler implements Sampler {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteSampler.class);

    private final RemotePolicies policies;
    private final Calls calls;
    private final RemoteSettings remote;
    private final SamplerSettings settings;
    private final Tokenizer tokenizer;
    private final Set<Integer> endTokens;
    private final Runnable onMissing;
    private final Clock clock;
    private final Holdup holdup;
    private final WaitingQueue interactive;
    private final WaitingQueue background;
    /** A prompt that is read twice has two answers of one id here. */
    private final Set<Running> running = new LinkedHashSet<>();

    private final Deque<Running> again = new ArrayDeque<>();

    /**
     * A sampler for the policies of a server, which must have one already.
     *
     * @param tokenizer the policies' vocabulary; any of its special tokens ends an answer
     * @param onMissing told when the server lost the policy, which must then be served again
     */
    public RemoteSampler(
            RemotePolicies policies, Tokenizer tokenizer, SamplerSettings settings, Runnable onMissing, Clock clock) {
        this.policies = policies;
        this.remote = policies.settings();
        this.settings = settings;
        this.tokenizer = tokenizer;
        this.endTokens = tokenizer.specialIds();
        this.onMissing = onMissing;
        this.clock = clock;
        this.holdup = new Holdup(remote, clock);
        this.calls = new Calls(policies, endTokens, new Calls.Listener() {
            @Override
            public void arrived(Attempt attempt, Piece piece) throws RemoteException {
                take(attempt, piece);
            }

            @Override
            public void failed(Attempt attempt, RemoteException failure) {
                fail(attempt, failure);
            }
        });
        this.interactive = new WaitingQueue(settings.queueCapacity());
        this.background = new WaitingQueue(settings.queueCapacity());
    }

    @Override
    public boolean submit(SampleRequest request, SampleListener listener) {
        int length = request.prompt().length;
        if (length >= remote.context()) {
            throw new IllegalArgumentException("prompt of " + length + " tokens leaves no room in a context of "
                    + remote.context() + "; shorten the conversation");
        }
        Optional<String> refusal = refusal(request.sampling());
        if (refusal.isPresent()) {
            listener.onFailure(refusal.get());
            return true;
        }
        return queue(request.priority()).offer(new WaitingQueue.Entry(request, listener));
    }

    private Optional<String> refusal(SamplingSettings sampling) {
        OptionalInt unknown = sampling.biasOutside(tokenizer.vocabularySize());
        if (unknown.isPresent()) {
            return Optional.of("the logit bias names token " + unknown.getAsInt() + " but the vocabulary has "
                    + tokenizer.vocabularySize() + " tokens; leave it out");
        }
        return remote.refusal(sampling).map(why -> "the answer " + why);
    }

    @Override
    public void cancel(String id) {
        Optional<Running> found =
                running.stream().filter(one -> one.id().equals(id)).findFirst();
        if (found.isPresent()) {
            running.remove(found.get());
            again.remove(found.get());
            close(found.get());
            found.get().generation().finish(Finish.CANCELLED);
            return;
        }
        interactive.remove(id).or(() -> background.remove(id)).ifPresent(entry -> begun(entry)
                .generation()
                .finish(Finish.CANCELLED));
    }

    @Override
    public boolean step() {
        if (active() + waiting(Priority.INTERACTIVE) + waiting(Priority.BACKGROUND) == 0) {
            return false;
        }
        start();
        expire();
        return calls.hear();
    }

    @Override
    public int active() {
        return running.size();
    }

    @Override
    public int waiting(Priority priority) {
        return queue(priority).size();
    }

    @Override
    public void failAll(String reason) {
        List<Running> all = new ArrayList<>(running);
        running.clear();
        again.clear();
        all.forEach(this::close);
        all.forEach(one -> one.generation().listener().onFailure(reason));
        interactive.drain(entry -> entry.listener().onFailure(reason));
        background.drain(entry -> entry.listener().onFailure(reason));
    }

    @Override
    public void close() {
        failAll("the sampler was closed");
    }

    private void start() {
        if (holdup.pausing()) {
            return;
        }
        int open = running.size() - again.size();
        int free = holdup.doubtful() ? Math.max(0, 1 - open) : settings.slots() - open;
        while (free > 0 && !again.isEmpty()) {
            open(again.remove());
            free--;
        }
        free -= begin(interactive, free);
        int reserved = holdup.doubtful() ? 0 : settings.reservedSlots();
        int unused = begin(background, free - reserved);
    }

    /** Starts waiting requests, at most {@code free}, and gives how many. */
    private int begin(WaitingQueue queue, int free) {
        int begun = 0;
        while (begun < free) {
            Optional<WaitingQueue.Entry> next = queue.poll();
            if (next.isEmpty()) {
                break;
            }
            Running one = begun(next.get());
            running.add(one);
            open(one);
            begun++;
        }
        return begun;
    }

    private Running begun(WaitingQueue.Entry entry) {
        SampleRequest request = entry.request();
        int room = remote.context() - request.prompt().length;
        int limit = Math.min(room, request.sampling().maxTokens());
        return new Running(new Generation(request, entry.listener(), tokenizer, limit));
    }

    private void open(Running one) {
        calls.open(one, clock.instant().plus(remote.answerTimeout()));
    }

    private void expire() {
        Instant now = clock.instant();
        for (Running one : List.copyOf(running)) {
            one.attempt()
                    .filter(attempt -> attempt.overdue(now))
                    .ifPresent(attempt -> fail(
                            attempt,
                            new RemoteException(
                                    Kind.UNAVAILABLE,
                                    "the inference server did not end the answer within " + remote.answerTimeout()
                                            + " (generator.remote.answer-timeout)")));
        }
    }

    private void take(Attempt attempt, Piece piece) throws RemoteException {
        Generation generation = attempt.running().generation();
        boolean greedy = generation.request().sampling().greedy();
        for (int i = 0; i < piece.tokens().length; i++) {
            int token = piece.tokens()[i];
            if (token >= tokenizer.vocabularySize()) {
                throw new RemoteException(
                        Kind.REFUSED,
                        "the inference server drew token " + token + " but the tokenizer has "
                                + tokenizer.vocabularySize()
                                + "; generator.remote.model-directory must hold that of the server's model");
            }
            holdup.passed();
            float logProb = greedy ? 0 : piece.logProbs()[i];
            SampledToken drawn =
                    new SampledToken(token, logProb, Float.NaN, attempt.model().version());
            Optional<Finish> why = generation.accept(drawn, endTokens.contains(token));
            if (why.isPresent()) {
                finish(attempt, why.get(), piece.finish().isPresent());
                return;
            }
        }
        piece.finish().ifPresent(why -> finish(attempt, why, true));
    }

    /** @param ended whether the server ended the stream, too */
    private void finish(Attempt attempt, Finish why, boolean ended) {
        Running one = attempt.running();
        if (ended) {
            attempt.close();
        }
        close(one);
        running.remove(one);
        one.generation().finish(why);
    }

    private void fail(Attempt attempt, RemoteException failure) {
        Running one = attempt.running();
        close(one);
        if (failure.kind() == Kind.MISSING_MODEL) {
            onMissing.run();
        }
        boolean last = failure.kind() == Kind.REFUSED || one.failed() > remote.retries();
        if (failure.kind() != Kind.REFUSED) {
            holdup.failed(failure);
        }
        LOG.atWarn()
                .addKeyValue("cause", failure.reason())
                .addKeyValue("model", attempt.model().name())
                .log(last ? "an answer cannot be had of the inference server" : "an answer waits for another try");
        if (last) {
            running.remove(one);
            one.generation().listener().onFailure(failure.reason());
        } else {
            again.add(one);
        }
    }

    private void close(Running one) {
        one.attempt().ifPresent(attempt -> {
            if (!attempt.closed()) {
                attempt.breakOff();
            }
            policies.release(attempt.model());
        });
        one.end();
    }

    private WaitingQueue queue(Priority priority) {
        return priority == Priority.INTERACTIVE ? interactive : background;
    }
}
