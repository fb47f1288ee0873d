package io.thumbstream.generator.wire;

import io.thumbstream.generator.schedule.GroupPlan;
import io.thumbstream.generator.schedule.GroupPlan.PlannedAnswer;
import io.thumbstream.generator.schedule.Planner;
import io.thumbstream.generator.schedule.PolicySamplers;
import io.thumbstream.model.sample.Priority;
import io.thumbstream.runtime.error.PoisonRecordException;
import io.thumbstream.schemas.Decoded;
import io.thumbstream.schemas.RegistryUnavailableException;
import io.thumbstream.schemas.RolloutIds;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.avro.Prompt;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prompts in, answers out: reads, plans, samples and writes, one {@link #turn} at a time, all on one thread.
 *
 * <p>At least once: a prompt's offset is committed when all its rollouts are acknowledged. A repeated prompt gets the
 * same rollout ids and seeds, so that later stages see a repetition and not a second answer.
 */
public final class GeneratorLoop {
    private static final Logger LOG = LoggerFactory.getLogger(GeneratorLoop.class);
    private static final int STEPS_PER_TURN = 4;
    private static final int MAX_PENDING = 20_000;
    private static final Duration IDLE = Duration.ofMillis(50);
    private static final Duration NONE = Duration.ZERO;
    private static final Duration REGISTRY_PAUSE = Duration.ofSeconds(1);

    private final Desk desk;
    private final PromptIntake intake;
    private final Outbox outbox;
    private final SafeDecoder<Prompt> decoder;
    private final PromptCodec prompts;
    private final Planner planner;
    private final PolicySamplers sampler;
    private final int maxInteractiveWaiting;
    private final Set<GroupInWork> groups = new LinkedHashSet<>();
    private Instant registryRetry = Instant.MIN;

    public GeneratorLoop(
            Desk desk,
            Outbox outbox,
            SafeDecoder<Prompt> decoder,
            PromptCodec prompts,
            Planner planner,
            PolicySamplers sampler,
            int maxInteractiveWaiting) {
        this.desk = desk;
        this.intake = desk.intake();
        this.outbox = outbox;
        this.decoder = decoder;
        this.prompts = prompts;
        this.planner = planner;
        this.sampler = sampler;
        this.maxInteractiveWaiting = maxInteractiveWaiting;
    }

    /** Reads what arrived, samples a few tokens for every running answer, writes and commits what is done. */
    public void turn() {
        outbox.run();
        intake.poll(busy() ? NONE : IDLE, hasRoom());
        admit();
        sample();
        outbox.run();
        intake.commitWhenDue();
    }

    /** Whether answers are being made or written. */
    public boolean busy() {
        return sampler.active() > 0
                || sampler.waiting(Priority.INTERACTIVE) > 0
                || sampler.waiting(Priority.BACKGROUND) > 0
                || outbox.pending() > 0;
    }

    /** One turn of coming to an end: no new prompts, and only groups that a person waits for are finished. */
    public void windDown() {
        handBack(groups.stream().filter(g -> !g.plan().job().interactive()).toList());
        outbox.run();
        intake.poll(NONE, false);
        sample();
        outbox.run();
    }

    /** Gives up what is still in work; its prompts stay uncommitted and are answered by whoever reads them next. */
    public void handBackAll() {
        handBack(List.copyOf(groups));
        intake.commitNow();
    }

    /** The partition belongs to another generator now. */
    public void lost(int partition) {
        handBack(groups.stream()
                .filter(g -> g.incoming().record().partition() == partition)
                .toList());
    }

    /** Abandons them all before the first cancel: a prompt that was read twice has two answers of one id, and either may be cancelled first. */
    private void handBack(List<GroupInWork> given) {
        given.forEach(GroupInWork::abandon);
        for (GroupInWork group : given) {
            groups.remove(group);
            group.plan()
                    .answers()
                    .forEach(answer -> sampler.cancel(answer.request().id()));
        }
    }

    private boolean hasRoom() {
        return intake.waiting() == 0
                && sampler.waiting(Priority.INTERACTIVE) < maxInteractiveWaiting
                && outbox.pending() < MAX_PENDING;
    }

    private void admit() {
        while (sampler.waiting(Priority.INTERACTIVE) < maxInteractiveWaiting
                && !desk.clock().instant().isBefore(registryRetry)) {
            Optional<ConsumerRecord<byte[], byte[]>> next = intake.peek();
            if (next.isEmpty()) {
                return;
            }
            try {
                admit(next.get());
            } catch (RegistryUnavailableException e) {
                registryRetry = desk.clock().instant().plus(REGISTRY_PAUSE);
                LOG.atWarn()
                        .addKeyValue("cause", String.valueOf(e.getMessage()))
                        .log("prompts wait for the schema registry");
                return;
            }
            intake.take();
        }
    }

    private void admit(ConsumerRecord<byte[], byte[]> record) {
        Decoded<Prompt> decoded = decoder.decode(record);
        if (decoded instanceof Decoded.Poison<Prompt> poison) {
            intake.condemn(record, poison.reason(), poison.cause());
        } else if (decoded instanceof Decoded.Erased<Prompt>) {
            desk.meters().erased();
            intake.finish(PromptIntake.position(record));
        } else if (decoded instanceof Decoded.Value<Prompt> value) {
            Prompt prompt = value.value();
            try {
                Incoming incoming = new Incoming(prompts.job(prompt, PromptIntake.position(record)), record);
                begin(incoming, planner.plan(incoming.job(), sampler.waiting(Priority.BACKGROUND)));
            } catch (PoisonRecordException e) {
                refuse(prompt, String.valueOf(e.getMessage()));
                intake.condemn(record, "unanswerable", e);
            }
        }
    }

    private void begin(Incoming incoming, GroupPlan plan) {
        desk.meters().shed(plan.shed());
        if (plan.size() == 0) {
            intake.finish(incoming.job().position());
            return;
        }
        GroupInWork group = new GroupInWork(incoming, plan, desk, this::finished);
        groups.add(group);
        for (PlannedAnswer answer : plan.answers()) {
            if (!sampler.submit(answer, group.listener(answer))) {
                throw new IllegalStateException("the sampler's queue is full although there was room for a group");
            }
        }
    }

    private void finished(GroupInWork group) {
        groups.remove(group);
        if (!group.condemned()) {
            intake.finish(group.incoming().job().position());
        }
    }

    /** Tells a waiting person why no answer comes. */
    private void refuse(Prompt prompt, String reason) {
        if (!RolloutIds.isGroupId(prompt.getGroupId())) {
            return;
        }
        int displayed = Math.max(1, Math.min(prompt.getDisplayedCount(), prompt.getGroupSize()));
        for (int index = 0; index < Math.min(displayed, 8); index++) {
            desk.sink()
                    .send(desk.codec()
                            .failure(prompt.getGroupId(), RolloutIds.of(prompt.getGroupId(), index), 0, reason));
        }
    }

    private void sample() {
        try {
            for (int step = 0; step < STEPS_PER_TURN && sampler.step(); step++) {
                outbox.run();
            }
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("sampling failed; running answers are given up");
            sampler.failAll("the model failed while sampling");
        }
    }
}
