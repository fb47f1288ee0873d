/**
 * The event-sourced learner: a deterministic state machine whose write-ahead log is a topic.
 *
 * <p>A step is planned, appended to the training log together with the consumer positions, and only then applied.
 * Recovery loads the newest valid checkpoint and applies the logged steps after it again, from the same records.
 */
@NullMarked
package io.thumbstream.learner.engine;

import org.jspecify.annotations.NullMarked;
