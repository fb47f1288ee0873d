/** Groups that wait to be learned from, and the choice among them. */
@NullMarked
package io.thumbstream.learner.replay;

import org.jspecify.annotations.NullMarked;
