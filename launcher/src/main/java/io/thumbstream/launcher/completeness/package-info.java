/** The verb that says how soon feedback comes. */
@NullMarked
package io.thumbstream.launcher.completeness;

import org.jspecify.annotations.NullMarked;
