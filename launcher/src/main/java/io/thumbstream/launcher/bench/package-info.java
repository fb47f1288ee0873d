/** Benchmarks of the whole that need a broker. */
@NullMarked
package io.thumbstream.launcher.bench;

import org.jspecify.annotations.NullMarked;
