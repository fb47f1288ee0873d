package io.thumbstream.model.sample;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;

/** Bounded queue of requests of one priority, first in first out. */
public final class WaitingQueue {
    /** A request and who wants to know about it. */
    public record Entry(SampleRequest request, SampleListener listener) {}

    private final Deque<Entry> entries = new ArrayDeque<>();
    private final int capacity;

    /** @param capacity most requests it holds, at least 1 */
    public WaitingQueue(int capacity) {
        this.capacity = capacity;
    }

    /** Adds a request unless the queue is full. */
    public boolean offer(Entry entry) {
        if (entries.size() >= capacity) {
            return false;
        }
        entries.add(entry);
        return true;
    }

    /** Takes the oldest request. */
    public Optional<Entry> poll() {
        return Optional.ofNullable(entries.poll());
    }

    /** Takes the request with this id out of the queue. */
    public Optional<Entry> remove(String id) {
        for (Iterator<Entry> it = entries.iterator(); it.hasNext(); ) {
            Entry entry = it.next();
            if (entry.request().id().equals(id)) {
                it.remove();
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    /** Requests it holds. */
    public int size() {
        return entries.size();
    }

    /** Empties the queue, giving every request that waited. */
    public void drain(Consumer<Entry> each) {
        while (!entries.isEmpty()) {
            each.accept(entries.remove());
        }
    }
}
