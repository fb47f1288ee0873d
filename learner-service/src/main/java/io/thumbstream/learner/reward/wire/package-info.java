/** Labels of the topic as labels of a reward model. */
@NullMarked
package io.thumbstream.learner.reward.wire;

import org.jspecify.annotations.NullMarked;
