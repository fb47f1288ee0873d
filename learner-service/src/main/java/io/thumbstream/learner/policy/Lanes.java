package io.thumbstream.learner.policy;

import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.tensor.Grad;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The gradient of a step, computed in a fixed number of parts.
 *
 * <p>Rows of like length go together, so that little is padded, and are dealt out to lanes, about as many tokens to each. A lane adds up the gradients of its passes; the first lane, which
 * is the policy itself, then adds those of the others in order. So the sums round alike however many threads compute the lanes, one
 * native thread each. Losses are evaluated pass by pass in one order, because objectives may keep state. One thread calls it.
 */
final class Lanes implements AutoCloseable {
    private final CausalLm policy;
    private final Optional<Reference> reference;
    private final List<CausalLm> replicas = new ArrayList<>();
    private final List<Lane> lanes = new ArrayList<>();
    private final int threads;
    private final Optional<ExecutorService> pool;

    /**
     * A pass of a lane.
     *
     * @param round number within its lane
     * @param lane which lane
     * @param part what its rows are part of
     * @param rows its rows
     */
    private record Pass(int round, int lane, StepRows.Part part, List<PolicyRow> rows) {}

    /**
     * Lanes of {@code policy}, which gathers the gradient and stays the caller's to close.
     *
     * @param recompute whether activations are computed again in backward instead of kept
     * @param count lanes, at least 1
     * @param threads threads that compute them, the calling one among them, at least 1
     */
    Lanes(
            CausalLm policy,
            Optional<Reference> reference,
            double temperature,
            boolean recompute,
            int count,
            int threads) {
        this.policy = policy;
        this.reference = reference;
        try {
            lanes.add(new Lane(policy, reference, temperature, recompute));
            for (int i = 1; i < count; i++) {
                CausalLm replica = policy.replica();
                replicas.add(replica);
                lanes.add(new Lane(replica, reference, temperature, recompute));
            }
        } catch (RuntimeException | Error failed) {
            closeLanes();
            throw failed;
        }
        this.threads = Math.min(count, threads);
        this.pool = this.threads == 1 ? Optional.empty() : Optional.of(workers(this.threads - 1));
    }

    private static ExecutorService workers(int count) {
        return Executors.newFixedThreadPool(count, work -> {
            Thread thread = new Thread(
                    () -> {
                        Grad.prepareThread();
                        work.run();
                    },
                    "policy-lane");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Leaves the gradient of the loss of {@code all} in the policy and returns what was measured.
     *
     * @param version version whose weights the policy has; empty when the weights were never published
     */
    Map<String, Double> gradient(StepRows all, PolicyStages stages, int maxTokensPerPass, OptionalLong version) {
        replicas.forEach(replica -> replica.trained().copyFrom(policy.trained()));
        List<Pass> passes = new ArrayList<>();
        all.parts().forEach(part -> passes.addAll(passes(part, maxTokensPerPass)));
        StepMeasures step = new StepMeasures(stages, version);
        Turns turns = new Turns();
        List<CompletableFuture<Void>> others = new ArrayList<>();
        for (int worker = 1; worker < threads; worker++) {
            int own = worker;
            others.add(CompletableFuture.runAsync(() -> work(own, passes, step, turns), pool.orElseThrow()));
        }
        try {
            work(0, passes, step, turns);
        } finally {
            CompletableFuture.allOf(others.toArray(CompletableFuture[]::new))
                    .handle((done, failure) -> done)
                    .join();
        }
        others.forEach(CompletableFuture::join);
        for (int i = 1; i < lanes.size(); i++) {
            lanes.get(0).take(lanes.get(i));
        }
        Map<String, Double> measures = step.all();
        reference.ifPresent(held -> measures.putAll(held.measures(all.all())));
        return measures;
    }

    /** Takes the passes of every {@code threads}-th lane, in the order of all passes, so that nobody waits for a later one. */
    private void work(int worker, List<Pass> passes, StepMeasures step, Turns turns) {
        try {
            for (int turn = 0; turn < passes.size(); turn++) {
                Pass pass = passes.get(turn);
                if (pass.lane() % threads == worker) {
                    lanes.get(pass.lane()).compute(pass.rows(), pass.part(), step, turns, turn);
                }
            }
        } catch (RuntimeException | Error e) {
            turns.breakOff(e);
            throw e;
        }
    }

    private List<Pass> passes(StepRows.Part part, int maxTokensPerPass) {
        List<Pass> passes = new ArrayList<>();
        List<List<PolicyRow>> dealt = deal(PolicyRow.shortestFirst(part.rows()), lanes.size());
        for (int lane = 0; lane < dealt.size(); lane++) {
            List<List<PolicyRow>> own = PolicyRow.passes(dealt.get(lane), maxTokensPerPass);
            for (int round = 0; round < own.size(); round++) {
                passes.add(new Pass(round, lane, part, own.get(round)));
            }
        }
        passes.sort(Comparator.comparingInt(Pass::round).thenComparingInt(Pass::lane));
        return passes;
    }

    /** Splits rows, in order, where the tokens so far pass equal shares of all; the first part is never empty. */
    static List<List<PolicyRow>> deal(List<PolicyRow> rows, int parts) {
        List<List<PolicyRow>> dealt = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            dealt.add(new ArrayList<>());
        }
        long total = rows.stream().mapToLong(PolicyRow::tokens).sum();
        long before = 0;
        for (PolicyRow row : rows) {
            dealt.get((int) (before * parts / total)).add(row);
            before += row.tokens();
        }
        return dealt;
    }

    /** Forgets the gradient. */
    void clear() {
        lanes.forEach(Lane::clear);
    }

    @Override
    public void close() {
        pool.ifPresent(ExecutorService::shutdown);
        closeLanes();
    }

    private void closeLanes() {
        lanes.forEach(Lane::close);
        replicas.forEach(CausalLm::close);
    }
}
