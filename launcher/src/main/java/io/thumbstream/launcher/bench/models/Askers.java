package io.thumbstream.launcher.bench.models;

import io.thumbstream.launcher.bench.ingest.KeptConnection;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Clients that ask a gateway for one answer after the other, each over a connection and on a thread of its own, until this is closed. */
final class Askers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Askers.class);
    private static final String PATH = "/v1/chat/completions";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int FINE = 200;

    private final URI gateway;
    private final Questions questions;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final List<Thread> threads = new ArrayList<>();

    private Askers(URI gateway, Questions questions) {
        this.gateway = gateway;
        this.questions = questions;
    }

    /** {@code count} clients that ask from now on. */
    static Askers begin(URI gateway, Questions questions, int count) {
        Askers askers = new Askers(gateway, questions);
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(askers::run, "bench-asker-" + i);
            thread.setDaemon(true);
            askers.threads.add(thread);
        }
        askers.threads.forEach(Thread::start);
        return askers;
    }

    /** Requests that got their answer. */
    long answered() {
        return answered.get();
    }

    /** Requests that did not: another status than 200, or a connection that broke. */
    long refused() {
        return refused.get();
    }

    private void run() {
        while (!closing.get()) {
            try (KeptConnection connection = KeptConnection.open(gateway, PATIENCE)) {
                while (!closing.get()) {
                    ask(connection);
                }
            } catch (IOException e) {
                refused.incrementAndGet();
                LOG.atWarn().setCause(e).log("a request for an answer got none");
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private void ask(KeptConnection connection) throws IOException {
        KeptConnection.Answer answer = connection.post(PATH, questions.body(next.getAndIncrement(), false));
        if (answer.status() == FINE) {
            answered.incrementAndGet();
        } else {
            refused.incrementAndGet();
            LOG.atWarn().addKeyValue("status", answer.status()).log(answer.text());
        }
    }

    /** Lets every request that is under way end. */
    @Override
    public void close() {
        closing.set(true);
        try {
            for (Thread thread : threads) {
                thread.join(PATIENCE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
