package io.thumbstream.learner.engine;

/** Places where the simulated process can die. */
enum CrashPoint {
    BEFORE_APPEND,
    AFTER_APPEND,
    BEFORE_COMMIT,
    AFTER_COMMIT,
    BEFORE_APPLY,
    AFTER_APPLY,
    WITHIN_CHECKPOINT,
    AFTER_CHECKPOINT,
    WITHIN_EXPORT,
    BEFORE_ANNOUNCE,
    AFTER_ANNOUNCE
}
