package io.thumbstream.launcher.pipeline;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Somebody who asks again and again, one question after the other, until closed: the traffic that weight swaps fall into. */
public final class Crowd implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Customer customer;
    private final String question;
    private final List<Long> versions = new CopyOnWriteArrayList<>();
    private final FutureTask<Integer> asking = new FutureTask<>(this::ask);
    private volatile boolean closing;

    /** Begins to ask. */
    public Crowd(Supplier<URI> gateway, String question) {
        this.customer = new Customer(gateway, "crowd");
        this.question = question;
        new Thread(asking, "crowd").start();
    }

    private int ask() {
        while (!closing) {
            versions.add(customer.ask(question).policyVersion());
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return versions.size();
    }

    /** Policy versions that answered, in the order of the questions. */
    public List<Long> versions() {
        return List.copyOf(versions);
    }

    /** Whether a policy at least this new has answered. */
    public boolean heard(long version) {
        return versions.stream().anyMatch(each -> each >= version);
    }

    /** Status of every request; complete once closed. */
    public List<Integer> statuses() {
        return customer.statuses();
    }

    /** Waits for the last answer; fails when a question could not be asked. */
    @Override
    public void close() {
        closing = true;
        try {
            int unused = asking.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new AssertionError("the crowd went away after " + versions.size() + " answers", e.getCause());
        }
    }
}
