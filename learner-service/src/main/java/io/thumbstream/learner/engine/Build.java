package io.thumbstream.learner.engine;

/**
 * What computes: another release or tensor library may round differently.
 *
 * @param release release of this program; empty when not known
 * @param engine tensor library, its version and its device; empty when not known
 */
public record Build(String release, String engine) {
    /** Nothing is known, as of a checkpoint of an early release. */
    public static final Build UNKNOWN = new Build("", "");

    /** Whether both are known and are not the same. */
    boolean differs(Build other) {
        return !equals(UNKNOWN) && !other.equals(UNKNOWN) && !equals(other);
    }

    /** Both in words. */
    String words() {
        return "release " + release + " on " + engine;
    }
}
