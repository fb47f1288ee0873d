/** Names of the metrics; they are public API. */
@NullMarked
package io.thumbstream.runtime.metrics;

import org.jspecify.annotations.NullMarked;
