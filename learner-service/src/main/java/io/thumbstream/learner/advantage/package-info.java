/** How much better than its group each answer was, per token. */
@NullMarked
package io.thumbstream.learner.advantage;

import org.jspecify.annotations.NullMarked;
