package io.thumbstream.generator.wire;

import io.thumbstream.generator.schedule.ChunkBuffer;
import io.thumbstream.generator.schedule.GroupPlan;
import io.thumbstream.generator.schedule.GroupPlan.PlannedAnswer;
import io.thumbstream.generator.schedule.PromptJob;
import io.thumbstream.model.sample.Sample;
import io.thumbstream.model.sample.SampleListener;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * One prompt while its answers are made: writes chunks and rollouts, and reports when every rollout is acknowledged.
 *
 * <p>Owned by the loop's thread.
 */
final class GroupInWork {
    private final Incoming incoming;
    private final GroupPlan plan;
    private final Desk desk;
    private final Consumer<GroupInWork> onFinished;
    private final Instant started;
    private int open;
    private boolean abandoned;
    private boolean condemned;

    GroupInWork(Incoming incoming, GroupPlan plan, Desk desk, Consumer<GroupInWork> onFinished) {
        this.incoming = incoming;
        this.plan = plan;
        this.desk = desk;
        this.onFinished = onFinished;
        this.started = desk.clock().instant();
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
            desk.sink().send(desk.codec().rollout(plan, planned, sample, started, now), new RolloutReceipt());
            if (planned.displayed()) {
                String rest = plan.job().stream() ? chunks.take() : sample.text();
                desk.sink().send(desk.codec().end(plan, planned, chunks.nextSequence(), rest, sample));
            }
            desk.meters().answered(sample, planned.request().priority(), Duration.between(started, now), lag(sample));
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
            settled();
        }

        private long lag(Sample sample) {
            return sample.versions().isEmpty()
                    ? 0
                    : desk.newestVersion().getAsLong()
                            - sample.versions().get(0).policyVersion();
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
