/** The techniques of all catalogues in one place: what each is, and whether the configured ones fit together. */
@NullMarked
package io.thumbstream.launcher.technique;

import org.jspecify.annotations.NullMarked;
