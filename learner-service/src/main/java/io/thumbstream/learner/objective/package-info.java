/** Losses whose gradient moves the policy. */
@NullMarked
package io.thumbstream.learner.objective;

import org.jspecify.annotations.NullMarked;
