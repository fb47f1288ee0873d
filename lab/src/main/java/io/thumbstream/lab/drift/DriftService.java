package io.thumbstream.lab.drift;

import io.thumbstream.lab.drift.monitor.DriftMonitors;
import io.thumbstream.lab.drift.monitor.DriftState;
import io.thumbstream.lab.drift.monitor.Watch;
import io.thumbstream.lab.drift.signal.SignalBoard;
import io.thumbstream.lab.drift.signal.SignalState;
import io.thumbstream.lab.drift.wire.DriftTopics;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.service.Service;
import io.thumbstream.runtime.service.ServiceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches labels, training log and experience for change, measures numbers of them, and reports to the drift topic.
 *
 * <p>It looks at records from its start on; a restart begins with fresh monitors and windows.
 */
public final class DriftService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(DriftService.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration CLOSE_BUDGET = Duration.ofSeconds(5);

    private final DriftSettings settings;
    private final ServiceContext context;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile Map<String, DriftState> states = Map.of();
    private volatile List<SignalState> signals;
    private volatile boolean ready;

    /** A service that is not started yet. */
    public DriftService(DriftSettings settings, ServiceContext context) {
        this.settings = settings;
        this.context = context;
        this.states = watch(settings).states();
        this.signals = new SignalBoard(settings.signals()).states();
        this.thread = new Thread(this::run, "drift");
        thread.setDaemon(true);
    }

    @Override
    public String name() {
        return "drift";
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public boolean alive() {
        return thread.isAlive() || thread.getState() == Thread.State.NEW;
    }

    @Override
    public boolean ready() {
        return ready;
    }

    @Override
    public Map<String, String> info() {
        Map<String, String> info = new HashMap<>();
        states.forEach((stream, state) -> info.put(stream, word(state)));
        signals.forEach(signal -> signal.change().ifPresent(state -> info.put(signal.changeName(), word(state))));
        return info;
    }

    private static String word(DriftState state) {
        return state.drifting() ? "drifting" : "calm";
    }

    /** Returns the numbers that were measured by the last report, each with what its monitor thinks. */
    public List<SignalState> signals() {
        return signals;
    }

    /** Returns the state of every monitor, by the name of its stream. */
    public Map<String, DriftState> states() {
        return states;
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(CLOSE_BUDGET.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Watch watch = watch(settings);
        SignalBoard board = new SignalBoard(settings.signals());
        try {
            while (!stopped(Duration.ZERO)) {
                try (DriftTopics topics = new DriftTopics(context.kafka())) {
                    watch(topics, watch, board);
                } catch (TransientException e) {
                    ready = false;
                    LOG.atWarn().setCause(e).log("drift topics are not there yet; trying again");
                    boolean unused = stopped(RETRY);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ready = false;
        }
    }

    private void watch(DriftTopics topics, Watch watch, SignalBoard board) throws InterruptedException {
        Instant next = context.clock().instant();
        while (!stopped(Duration.ZERO)) {
            topics.poll(watch, board);
            ready = true;
            Instant now = context.clock().instant();
            if (!now.isBefore(next)) {
                states = watch.states();
                signals = board.states();
                states.forEach((stream, state) -> topics.report(stream, state, now));
                signals.forEach(signal -> topics.report(signal, now));
                next = now.plus(settings.interval());
            }
        }
    }

    private static Watch watch(DriftSettings settings) {
        return new Watch(
                DriftMonitors.CATALOG.create(settings.votes()),
                DriftMonitors.CATALOG.create(settings.surprise()),
                DriftMonitors.CATALOG.create(settings.scores()));
    }

    private boolean stopped(Duration wait) throws InterruptedException {
        return stop.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    }
}
