/** Reward models: an ensemble of heads on a trunk that reads a prompt and an answer. */
@NullMarked
package io.thumbstream.model.reward;

import org.jspecify.annotations.NullMarked;
