package io.thumbstream.generator.wire;

import io.thumbstream.generator.schedule.ChunkBuffer;
import io.thumbstream.generator.schedule.GroupPlan;
import io.thumbstream.generator.schedule.GroupPlan.PlannedAnswer;
import io.thumbstream.generator.schedule.PromptJob;
import io.thumbstream.model.sample.Sample;
import io.thumbstream.model.sample.SampleListener;
import io.thumbstream.schemas.avro.ReferenceLogProbs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * One prompt while its answers are made: writes chunks and rollouts, and reports when every rollout is acknowledged.
 *
 * <p>Rollouts that say how likely they are under the reference policy are written when no answer of the group is being sampled any more, so that
 * the reference sees them together; what a person reads does not wait for that. Owned by the loop's thread.
 */
final class GroupInWork {
    private final Incoming incoming;
    private final GroupPlan plan;
    private final Desk desk;
    private final Consumer<GroupInWork> onFinished;
    private final Instant started;
    private final Optional<ReferenceWork> reference;
    private final List<Done> waiting = new ArrayList<>();
    private int sampling;
    private int open;
    private boolean abandoned;
    private boolean condemned;

    /** A finished answer. */
    private record Done(PlannedAnswer planned, Sample sample, Instant at) {}

    GroupInWork(Incoming incoming, GroupPlan plan, Desk desk, Consumer<GroupInWork> onFinished) {
        this.incoming = incoming;
        this.plan = plan;
        this.desk = desk;
        this.onFinished = onFinished;
        this.started = desk.clock().instant();
        this.reference = desk.reference().map(policy -> new ReferenceWork(policy, desk.meters()));
        this.sampling = plan.size();
        this.open = plan.size();
    }

    Incoming incoming() {
        return incoming;
    }

    GroupPlan plan() {
        return plan;
    }

    /** Listener for one of the plan's answers. */
    SampleListener listener(PlannedAnswer answer) {
        return new Answer(answer);
    }

    /** From now on nothing of this group is written; its prompt will be read again by somebody. */
    void abandon() {
        abandoned = true;
    }

    boolean abandoned() {
        return abandoned;
    }

    /** Whether the prompt goes to the dead-letter topic, which finishes it. */
    boolean condemned() {
        return condemned;
    }

    private void condemn(String reason, Throwable cause) {
        if (!abandoned && !condemned) {
            condemned = true;
            desk.intake().condemn(incoming.record(), reason, cause);
        }
    }

    private void settled() {
        open--;
        if (open == 0 && !abandoned) {
            onFinished.accept(this);
        }
    }

    /** Writes the rollout, or has it wait for the others of the group. */
    private void write(Done done) {
        if (reference.isPresent()) {
            waiting.add(done);
        } else {
            send(done, Optional.empty());
        }
    }

    /** An answer was finished or failed. */
    private void sampled() {
        sampling--;
        if (sampling > 0 || waiting.isEmpty() || reference.isEmpty()) {
            return;
        }
        Map<String, ReferenceLogProbs> known = reference
                .get()
                .of(
                        waiting.stream().map(done -> done.planned().request()).toList(),
                        waiting.stream().map(Done::sample).toList());
        waiting.forEach(done -> send(
                done, Optional.ofNullable(known.get(done.planned().request().id()))));
        waiting.clear();
    }

    private void send(Done done, Optional<ReferenceLogProbs> likely) {
        desk.sink()
                .send(
                        desk.codec().rollout(plan, done.planned(), done.sample(), started, done.at(), likely),
                        new RolloutReceipt());
    }

    /** One answer of the group. */
    private final class Answer implements SampleListener {
        private final PlannedAnswer planned;
        private final ChunkBuffer chunks;

        Answer(PlannedAnswer planned) {
            this.planned = planned;
            this.chunks = new ChunkBuffer(desk.chunkInterval());
        }

        @Override
        public void onText(String text, long policyVersion) {
            if (abandoned || !planned.displayed() || !plan.job().stream()) {
                return;
            }
            chunks.add(text, desk.clock().instant()).ifPresent(due -> desk.sink()
                    .send(desk.codec().piece(plan, planned, chunks.nextSequence(), due, policyVersion)));
        }

        @Override
        public void onDone(Sample sample) {
            if (abandoned) {
                return;
            }
            Instant now = desk.clock().instant();
            write(new Done(planned, sample, now));
            if (planned.displayed()) {
                String rest = plan.job().stream() ? chunks.take() : sample.text();
                desk.sink().send(desk.codec().end(plan, planned, chunks.nextSequence(), rest, sample));
            }
            desk.meters().answered(sample, planned.request().priority(), Duration.between(started, now), lag(sample));
            sampled();
        }

        @Override
        public void onFailure(String reason) {
            if (abandoned) {
                return;
            }
            desk.meters().failed(planned.request().priority());
            if (planned.displayed()) {
                PromptJob job = plan.job();
                desk.sink()
                        .send(desk.codec()
                                .failure(job.groupId(), planned.request().id(), chunks.nextSequence(), reason));
            }
            condemn("unanswerable", new IllegalStateException(reason));
            sampled();
            settled();
        }

        /** Empty where an old version was wanted. */
        private OptionalLong lag(Sample sample) {
            if (planned.ofStart()) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(
                    sample.versions().isEmpty()
                            ? 0
                            : desk.newestVersion().getAsLong()
                                    - sample.versions().get(0).policyVersion());
        }
    }

    private final class RolloutReceipt implements Outbox.Receipt {
        @Override
        public void written() {
            settled();
        }

        @Override
        public void refused(String reason, Throwable cause) {
            condemn("refused", cause);
            settled();
        }
    }
}
