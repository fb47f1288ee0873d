/** Named techniques with default settings, and the check that a configured chain fits together. */
@NullMarked
package io.thumbstream.runtime.catalog;

import org.jspecify.annotations.NullMarked;
