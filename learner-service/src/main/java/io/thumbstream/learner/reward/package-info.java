/** Learning of reward models: labels, objectives on scores, and the learner core. */
@NullMarked
package io.thumbstream.learner.reward;

import org.jspecify.annotations.NullMarked;
