package io.thumbstream.model.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which request runs in which slot. Always hands out the lowest free slot, so that a step covers few empty rows. */
final class SlotTable {
    private final @Nullable Generation[] running;
    private int active;

    SlotTable(int slots) {
        running = new @Nullable Generation[slots];
    }

    int active() {
        return active;
    }

    int free() {
        return running.length - active;
    }

    /** Places a request and gives its slot. */
    int place(Generation generation) {
        for (int slot = 0; slot < running.length; slot++) {
            if (running[slot] == null) {
                running[slot] = generation;
                active++;
                return slot;
            }
        }
        throw new IllegalStateException("no free slot; check free() before placing a request");
    }

    Optional<Generation> at(int slot) {
        return Optional.ofNullable(running[slot]);
    }

    void release(int slot) {
        if (running[slot] != null) {
            running[slot] = null;
            active--;
        }
    }

    /** Slot of the running request with this id, or -1. */
    int slotOf(String id) {
        for (int slot = 0; slot < running.length; slot++) {
            Generation generation = running[slot];
            if (generation != null && generation.request().id().equals(id)) {
                return slot;
            }
        }
        return -1;
    }

    /** One past the highest used slot. */
    int used() {
        int slot = running.length;
        while (slot > 0 && running[slot - 1] == null) {
            slot--;
        }
        return slot;
    }

    /** Empties the table, giving every request that ran. */
    void drain(Consumer<Generation> each) {
        List<Generation> all = new ArrayList<>();
        for (int slot = 0; slot < running.length; slot++) {
            at(slot).ifPresent(all::add);
            release(slot);
        }
        all.forEach(each);
    }
}
