package io.thumbstream.learner;

import io.thumbstream.learner.engine.EngineListener;
import io.thumbstream.learner.engine.PublishedVersion;
import io.thumbstream.learner.engine.Recovery;
import io.thumbstream.learner.engine.StepOutcome;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.trust.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes known what the firewall makes of people whenever everything it rests on is in the training log: after recovery, a checkpoint and a
 * version. Passes everything on to another listener.
 */
final class QuarantineListener implements EngineListener {
    private final EngineListener next;
    private final Supplier<List<Verdict>> notable;
    private final Verdicts verdicts;

    /** Where verdicts are made known. */
    @FunctionalInterface
    interface Verdicts {
        /** The verdicts behind {@code step}: everybody of whom there is something to say. */
        void show(long step, List<Verdict> notable);
    }

    /**
     * A listener before another.
     *
     * @param notable everybody of whom there is something to say, as of the last step
     */
    QuarantineListener(EngineListener next, Supplier<List<Verdict>> notable, Verdicts verdicts) {
        this.next = next;
        this.notable = notable;
        this.verdicts = verdicts;
    }

    @Override
    public void stepped(StepPlan<?> plan, StepOutcome outcome, Duration took) {
        next.stepped(plan, outcome, took);
    }

    @Override
    public void checkpointed(long step, Duration took) {
        next.checkpointed(step, took);
        verdicts.show(step, notable.get());
    }

    @Override
    public void published(PublishedVersion version, Duration took) {
        next.published(version, took);
        verdicts.show(version.step(), notable.get());
    }

    @Override
    public void recovered(Recovery recovery) {
        next.recovered(recovery);
        verdicts.show(recovery.step(), notable.get());
    }
}
