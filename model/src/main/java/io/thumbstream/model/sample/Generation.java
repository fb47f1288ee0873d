package io.thumbstream.model.sample;

import io.thumbstream.model.random.Uniforms;
import io.thumbstream.model.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One running request: its tokens so far, its text, and where it stands in the cache. Owned by the sampler's thread. */
public final class Generation {
    private final SampleRequest request;
    private final SampleListener listener;
    private final TextStream text;
    private final int limit;
    private int[] tokens;
    private float[] logProbs;
    private float[] entropies;
    private int count;
    private final List<VersionSpan> closedSpans = new ArrayList<>();
    private int spanStart;
    private long spanVersion;
    private boolean entropiesKnown = true;

    /**
     * A request that starts.
     *
     * @param limit most tokens this request may sample, at least 1
     */
    public Generation(SampleRequest request, SampleListener listener, Tokenizer tokenizer, int limit) {
        this.request = request;
        this.listener = listener;
        this.text = new TextStream(tokenizer, request.sampling().stop());
        this.limit = limit;
        int room = Math.min(limit, 32);
        this.tokens = new int[room];
        this.logProbs = new float[room];
        this.entropies = new float[room];
    }

    /** What was asked. */
    public SampleRequest request() {
        return request;
    }

    /** Who is told of its progress. */
    public SampleListener listener() {
        return listener;
    }

    /** Token the next decode step reads: the newest one, which is not in the cache yet. */
    int input() {
        return count == 0 ? request.lastPromptToken() : tokens[count - 1];
    }

    /** Position of {@link #input()} in the sequence. */
    int position() {
        return request.promptLength() - 1 + count;
    }

    /** Uniform number of the next draw, in (0, 1). */
    double uniform() {
        return Uniforms.at(request.seed(), count);
    }

    /** Tokens sampled so far, axis {@code [time]}; a copy. */
    public int[] tokens() {
        return Arrays.copyOf(tokens, count);
    }

    /** Tokens that may still be sampled, at least 0. */
    public int room() {
        return limit - count;
    }

    /** Takes a drawn token and says whether the answer ended with it. */
    public Optional<Finish> accept(SampledToken drawn, boolean endToken) {
        append(drawn);
        if (endToken) {
            return Optional.of(Finish.STOP);
        }
        emit(text.push(drawn.token()));
        if (text.stopped()) {
            return Optional.of(Finish.STOP);
        }
        return count >= limit ? Optional.of(Finish.LENGTH) : Optional.empty();
    }

    /** Ends the request: gives the last text and the sample. */
    public void finish(Finish why) {
        emit(text.finish());
        listener.onDone(new Sample(
                request.id(),
                Arrays.copyOf(tokens, count),
                Arrays.copyOf(logProbs, count),
                entropiesKnown ? Arrays.copyOf(entropies, count) : new float[0],
                spans(),
                text.text(),
                why));
    }

    private void emit(String piece) {
        if (!piece.isEmpty()) {
            listener.onText(piece, spanVersion);
        }
    }

    private void append(SampledToken drawn) {
        if (count == tokens.length) {
            int room = Math.min(limit, 2 * count);
            tokens = Arrays.copyOf(tokens, room);
            logProbs = Arrays.copyOf(logProbs, room);
            entropies = Arrays.copyOf(entropies, room);
        }
        if (count > 0 && drawn.policyVersion() != spanVersion) {
            closedSpans.add(new VersionSpan(spanStart, count, spanVersion));
            spanStart = count;
        }
        spanVersion = drawn.policyVersion();
        tokens[count] = drawn.token();
        logProbs[count] = drawn.logProb();
        entropies[count] = drawn.entropy();
        entropiesKnown &= !Float.isNaN(drawn.entropy());
        count++;
    }

    private List<VersionSpan> spans() {
        List<VersionSpan> all = new ArrayList<>(closedSpans);
        if (count > spanStart) {
            all.add(new VersionSpan(spanStart, count, spanVersion));
        }
        return all;
    }
}
