package io.thumbstream.generator.schedule;

import io.thumbstream.generator.schedule.GroupPlan.PlannedAnswer;
import io.thumbstream.model.sample.Priority;
import io.thumbstream.model.sample.SampleListener;
import io.thumbstream.model.sample.SampleRequest;
import io.thumbstream.model.sample.Sampler;
import java.util.Optional;

/**
 * The sampler of the newest policy and, where some are wanted, one for answers of the policy that learning began with, as if they were one.
 *
 * <p>A step is a step of both, so answers of the newest policy are a little slower while others are made. Owned by one thread.
 */
public final class PolicySamplers implements Sampler {
    private final Sampler newest;
    private final Optional<Sampler> start;

    /**
     * Both are closed with it.
     *
     * @param newest draws with the newest policy
     * @param start draws with the policy that learning began with; empty when no answers of it are planned
     */
    public PolicySamplers(Sampler newest, Optional<Sampler> start) {
        this.newest = newest;
        this.start = start;
    }

    /**
     * Queues an answer with the policy that it is planned for.
     *
     * @return false when its queue is full; the listener is then never called
     */
    public boolean submit(PlannedAnswer answer, SampleListener listener) {
        if (!answer.ofStart()) {
            return newest.submit(answer.request(), listener);
        }
        return start.orElseThrow(() -> new IllegalStateException(
                        "answer " + answer.request().id() + " of the policy that learning began with was planned, but"
                                + " nothing samples with it"))
                .submit(answer.request(), listener);
    }

    /** Queues a request with the newest policy. */
    @Override
    public boolean submit(SampleRequest request, SampleListener listener) {
        return newest.submit(request, listener);
    }

    @Override
    public void cancel(String id) {
        newest.cancel(id);
        start.ifPresent(sampler -> sampler.cancel(id));
    }

    @Override
    public boolean step() {
        boolean drawn = newest.step();
        boolean beside = start.isPresent() && start.get().step();
        return drawn || beside;
    }

    @Override
    public int active() {
        return newest.active() + start.map(Sampler::active).orElse(0);
    }

    @Override
    public int waiting(Priority priority) {
        return newest.waiting(priority)
                + start.map(sampler -> sampler.waiting(priority)).orElse(0);
    }

    @Override
    public void failAll(String reason) {
        newest.failAll(reason);
        start.ifPresent(sampler -> sampler.failAll(reason));
    }

    @Override
    public void close() {
        try {
            newest.close();
        } finally {
            start.ifPresent(Sampler::close);
        }
    }
}
