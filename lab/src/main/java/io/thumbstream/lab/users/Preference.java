package io.thumbstream.lab.users;

/**
 * What people want and ask at one moment.
 *
 * @param taste taste of the population
 * @param heldOutShare share of messages of kinds that were never seen before, range [0, 1]
 */
public record Preference(Taste taste, double heldOutShare) {
    public Preference {
        if (!(heldOutShare >= 0 && heldOutShare <= 1)) {
            throw new IllegalArgumentException("Held-out share is " + heldOutShare + "; give a share in [0, 1]");
        }
    }
}
