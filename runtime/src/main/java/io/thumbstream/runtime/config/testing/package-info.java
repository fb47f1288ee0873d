/** Assertions for tests of settings records. */
@NullMarked
package io.thumbstream.runtime.config.testing;

import org.jspecify.annotations.NullMarked;
