/** The policy learner: select groups, estimate advantages, take a gradient step. */
@NullMarked
package io.thumbstream.learner.policy;

import org.jspecify.annotations.NullMarked;
