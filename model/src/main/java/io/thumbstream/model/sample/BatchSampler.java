package io.thumbstream.model.sample;

import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.text.Tokenizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Samples many answers at once from the newest policy: requests enter and leave between decode steps (continuous
 * batching), and every step draws one token for each of them.
 *
 * <p><b>Order.</b> Interactive requests start before background ones, and background ones leave
 * {@link SamplerSettings#reservedSlots()} slots free. Of requests that start in the same step, prompts of like length are
 * cached in one pass, and equal prompts are computed once.
 *
 * <p><b>Versions.</b> Before each step the sampler looks at its {@link PolicyHolder}; a newer policy is used from that
 * step on by all requests, running ones keep their cache and get a new {@link VersionSpan}. The reported log-probability
 * is that of the distribution the token was really drawn from, so it stays exact; it equals the learner's recomputation
 * under the span's version only for answers that have a single span, since later spans see cache entries of the older
 * weights.
 *
 * <p><b>Repeatability.</b> Draw {@code i} of a request uses uniform number {@code i} of its seed, so the same request,
 * policy and seed give the same tokens whatever else is in the batch - up to float rounding: the matrix kernels may
 * round differently for another number of rows, of which a step has one per running request and a pass over prompts one per token of the
 * prompts that start together. That changes a token only when the uniform number falls within about
 * 1e-6 of the border between two tokens.
 *
 * <p>Not thread-safe: one thread submits, steps and closes. A failing step throws; call {@link #failAll} then.
 */
public final class BatchSampler implements Sampler {
    private final Decoder decoder;
    private final PolicyHolder policies;
    private final Tokenizer tokenizer;
    private final SamplerSettings settings;
    private final Set<Integer> endTokens;
    private final SlotTable slots;
    private final WaitingQueue interactive;
    private final WaitingQueue background;
    private final DecodeStep step;
    private @Nullable PolicySnapshot snapshot;
    private long tokensSampled;

    /**
     * A sampler for the policies of {@code policies}, which must have one already; all later ones need its shape.
     *
     * @param policies where newer policies appear
     * @param tokenizer the policies' vocabulary; any of its special tokens ends an answer
     */
    public static BatchSampler of(PolicyHolder policies, Tokenizer tokenizer, SamplerSettings settings) {
        PolicySnapshot first = policies.acquire();
        try {
            CausalLm model = first.model();
            TorchDecoder decoder = new TorchDecoder(
                    model.config(), settings.slots(), model.parameters().device());
            return new BatchSampler(decoder, policies, tokenizer, tokenizer.specialIds(), settings);
        } finally {
            first.release();
        }
    }

    BatchSampler(
            Decoder decoder,
            PolicyHolder policies,
            Tokenizer tokenizer,
            Set<Integer> endTokens,
            SamplerSettings settings) {
        this.decoder = decoder;
        this.policies = policies;
        this.tokenizer = tokenizer;
        this.endTokens = Set.copyOf(endTokens);
        this.settings = settings;
        this.slots = new SlotTable(settings.slots());
        this.interactive = new WaitingQueue(settings.queueCapacity());
        this.background = new WaitingQueue(settings.queueCapacity());
        this.step = new DecodeStep(settings.slots());
    }

    @Override
    public boolean submit(SampleRequest request, SampleListener listener) {
        if (request.promptLength() >= decoder.context()) {
            throw new IllegalArgumentException("prompt of " + request.promptLength()
                    + " tokens leaves no room in a context of " + decoder.context() + "; shorten the conversation");
        }
        OptionalInt unknown = request.sampling().biasOutside(decoder.vocabularySize());
        if (unknown.isPresent()) {
            listener.onFailure("the logit bias names token " + unknown.getAsInt() + " but the vocabulary has "
                    + decoder.vocabularySize() + " tokens; leave it out");
            return true;
        }
        return queue(request.priority()).offer(new WaitingQueue.Entry(request, listener));
    }

    @Override
    public void cancel(String id) {
        int slot = slots.slotOf(id);
        if (slot >= 0) {
            Optional<Generation> generation = slots.at(slot);
            slots.release(slot);
            generation.ifPresent(g -> g.finish(Finish.CANCELLED));
            return;
        }
        interactive.remove(id).or(() -> background.remove(id)).ifPresent(e -> generation(e)
                .finish(Finish.CANCELLED));
    }

    /**
     * Takes in waiting requests and draws one token for every running one.
     *
     * @return whether anything was drawn; false means there is nothing to do until the next {@link #submit}
     */
    @Override
    public boolean step() {
        if (active() + waiting(Priority.INTERACTIVE) + waiting(Priority.BACKGROUND) == 0) {
            return false;
        }
        follow();
        admit();
        if (slots.active() == 0) {
            return false;
        }
        int rows = paddedRows(slots.used());
        step.reset(rows, decoder.vocabularySize());
        for (int row = 0; row < rows; row++) {
            int at = row;
            slots.at(row).ifPresent(g -> step.put(at, g, decoder.vocabularySize()));
        }
        decoder.decode(step);
        for (int row = 0; row < rows; row++) {
            int at = row;
            slots.at(row).ifPresent(g -> take(at, g));
        }
        return true;
    }

    @Override
    public int active() {
        return slots.active();
    }

    @Override
    public int waiting(Priority priority) {
        return queue(priority).size();
    }

    /** Tokens drawn since construction. */
    public long tokensSampled() {
        return tokensSampled;
    }

    @Override
    public void failAll(String reason) {
        slots.drain(g -> g.listener().onFailure(reason));
        interactive.drain(e -> e.listener().onFailure(reason));
        background.drain(e -> e.listener().onFailure(reason));
    }

    /** Fails what still runs or waits, and frees the cache and the policy. */
    @Override
    public void close() {
        failAll("the sampler was closed");
        decoder.close();
        if (snapshot != null) {
            snapshot.release();
            snapshot = null;
        }
    }

    /** Adopts the newest policy when there is a newer one. */
    private void follow() {
        if (snapshot != null && policies.isCurrent(snapshot)) {
            return;
        }
        PolicySnapshot newest = policies.acquire();
        try {
            decoder.use(newest);
        } catch (RuntimeException | Error e) {
            newest.release(); // or it would stay in memory for good, once more with each further step
            throw e;
        }
        if (snapshot != null) {
            snapshot.release();
        }
        snapshot = newest;
    }

    private void admit() {
        List<Generation> starting = new ArrayList<>();
        int free = slots.free();
        free = take(interactive, free, starting);
        take(background, Math.max(0, free - settings.reservedSlots()), starting);
        Map<Generation, Integer> placed = new LinkedHashMap<>();
        starting.forEach(g -> placed.put(g, slots.place(g)));
        prefill(placed);
    }

    private int take(WaitingQueue queue, int free, List<Generation> starting) {
        int left = free;
        while (left > 0) {
            Optional<WaitingQueue.Entry> next = queue.poll();
            if (next.isEmpty()) {
                break;
            }
            starting.add(generation(next.get()));
            left--;
        }
        return left;
    }

    /** Caches all but the last prompt token of each request: equal ones are computed once, those of like length in one pass. */
    private void prefill(Map<Generation, Integer> placed) {
        Map<List<Integer>, List<Integer>> slotsOf = new LinkedHashMap<>();
        placed.forEach((generation, slot) -> {
            List<Integer> cached = generation.request().cachedTokens();
            if (!cached.isEmpty()) {
                slotsOf.computeIfAbsent(cached, key -> new ArrayList<>()).add(slot);
            }
        });
        PromptPass.plan(slotsOf, PromptPass.MAX_TOKENS).forEach(decoder::prefill);
    }

    private void take(int row, Generation generation) {
        long version = version();
        if (!step.finite(row)) {
            slots.release(row);
            decoder.clear(row);
            generation.listener().onFailure("policy version " + version + " gave a distribution that is not finite");
            return;
        }
        SampledToken drawn = step.token(row, version);
        tokensSampled++;
        generation.accept(drawn, endTokens.contains(drawn.token())).ifPresent(why -> {
            slots.release(row);
            generation.finish(why);
        });
    }

    private long version() {
        PolicySnapshot used = snapshot;
        if (used == null) {
            throw new IllegalStateException("a step ran without a policy");
        }
        return used.version();
    }

    private Generation generation(WaitingQueue.Entry entry) {
        SampleRequest request = entry.request();
        int room = decoder.context() - request.promptLength();
        return new Generation(
                request,
                entry.listener(),
                tokenizer,
                Math.min(room, request.sampling().maxTokens()));
    }

    private WaitingQueue queue(Priority priority) {
        return priority == Priority.INTERACTIVE ? interactive : background;
    }

    /** Few distinct batch shapes: 1, then multiples of 4, so that kernels are reused and results repeat. */
    private int paddedRows(int used) {
        int rows = used == 1 ? 1 : (used + 3) / 4 * 4;
        return Math.min(rows, settings.slots());
    }
}
