package io.thumbstream.launcher.simulate;

/**
 * An invariant that did not hold.
 *
 * @param subject what it is about, by the schedule's names
 * @param detail what was expected and what came instead
 */
record Violation(Invariant invariant, String subject, String detail) {
    @Override
    public String toString() {
        return invariant.slug() + ": " + subject + ": " + detail;
    }
}
