/** Hashed n-gram features of a prompt and an answer: a trunk that learns from few votes and costs microseconds. */
@NullMarked
package io.thumbstream.model.ngram;

import org.jspecify.annotations.NullMarked;
