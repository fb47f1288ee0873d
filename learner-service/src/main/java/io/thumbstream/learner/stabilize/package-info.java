/** Extra losses that keep the policy from running away. */
@NullMarked
package io.thumbstream.learner.stabilize;

import org.jspecify.annotations.NullMarked;
