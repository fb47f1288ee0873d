/** Sampling answers from a policy: continuous batching over a key/value cache, with the log-probability of every draw. */
@NullMarked
package io.thumbstream.model.sample;

import org.jspecify.annotations.NullMarked;
