package io.thumbstream.learner.engine;

/**
 * From what a checkpoint was made; texts are empty where it does not say.
 *
 * @param learner key of its training log
 * @param base sha256 of the weights before the first step: names the base model and the seed
 * @param build what computed it
 */
record Origin(String learner, String base, Build build) {
    /** Nothing is known, as of a checkpoint of an early release. */
    static final Origin UNKNOWN = new Origin("", "", Build.UNKNOWN);

    static boolean differ(String one, String other) {
        return !one.isEmpty() && !other.isEmpty() && !one.equals(other);
    }
}
