package io.thumbstream.learner;

import io.thumbstream.learner.engine.EventSourcedLearner;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.runtime.error.TransientException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of one learner: open, recover, take rounds, and begin again when the brokers were lost.
 *
 * <p>Beginning again means recovering from the newest checkpoint and the log: after a failed append nobody knows whether the
 * step is in the log, and the log is the truth.
 */
final class LearnerLoop {
    private static final Logger LOG = LoggerFactory.getLogger(LearnerLoop.class);

    private final String name;
    private final Supplier<LearnerUnit> units;
    private final Duration retry;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean ready;
    private volatile boolean failed;
    private volatile long step;
    private volatile long version;

    LearnerLoop(String name, Supplier<LearnerUnit> units, Duration retry) {
        this.name = name;
        this.units = units;
        this.retry = retry;
        this.thread = new Thread(this::run, "learner-" + name);
        thread.setDaemon(true);
    }

    String name() {
        return name;
    }

    void start() {
        thread.start();
    }

    /** Whether the thread works or waits for its brokers; false after a failure that needs a person. */
    boolean alive() {
        return !failed && (thread.isAlive() || thread.getState() == Thread.State.NEW);
    }

    /** Whether recovery is over and steps may be taken. */
    boolean ready() {
        return ready;
    }

    /** What the learner has reached: step, version, state. */
    Map<String, String> info() {
        return Map.of(
                name + "-step", Long.toString(step),
                name + "-version", Long.toString(version),
                name + "-state", ready ? "learning" : failed ? "failed" : "recovering or waiting for brokers");
    }

    private void run() {
        Grad.prepareThread();
        while (isOpen()) {
            try (LearnerUnit unit = units.get()) {
                learn(unit);
            } catch (TransientException | KafkaException e) {
                ready = false;
                LOG.atWarn().addKeyValue("learner", name).setCause(e).log("learner begins again after a pause");
                pause();
            } catch (RuntimeException | Error e) {
                ready = false;
                failed = true;
                LOG.atError().addKeyValue("learner", name).setCause(e).log("learner stopped");
                return;
            }
        }
        ready = false;
    }

    private void learn(LearnerUnit unit) {
        EventSourcedLearner<?> learner = unit.learner();
        learner.recover(reached -> step = reached);
        note(learner);
        ready = true;
        while (isOpen()) {
            var unused = learner.round(unit.mayStep());
            note(learner);
            unit.afterRound().run();
        }
        learner.close();
    }

    private void note(EventSourcedLearner<?> learner) {
        step = learner.step();
        version = learner.version();
    }

    private boolean isOpen() {
        return closing.getCount() > 0;
    }

    private void pause() {
        try {
            boolean unused = closing.await(retry.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing.countDown();
        }
    }

    /** Asks the thread to end after its present round; it then writes a last checkpoint. */
    void stop() {
        closing.countDown();
    }

    /** Waits for the thread; returns whether it ended in time. */
    boolean awaitEnd(Duration atMost) {
        try {
            thread.join(atMost.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
