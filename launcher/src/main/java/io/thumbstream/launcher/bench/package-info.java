/** Benchmarks of the whole. */
@NullMarked
package io.thumbstream.launcher.bench;

import org.jspecify.annotations.NullMarked;
