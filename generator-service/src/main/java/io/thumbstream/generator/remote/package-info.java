/** Answers from an inference server elsewhere: its dialects, calls and failures, and the adapters it is given. */
@NullMarked
package io.thumbstream.generator.remote;

import org.jspecify.annotations.NullMarked;
