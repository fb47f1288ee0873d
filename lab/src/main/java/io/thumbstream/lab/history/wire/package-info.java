/** Reads what the check of a history needs from the topics. */
@NullMarked
package io.thumbstream.lab.history.wire;

import org.jspecify.annotations.NullMarked;
