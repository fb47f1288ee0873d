/** Notices when the world has changed. */
@NullMarked
package io.thumbstream.lab.drift;

import org.jspecify.annotations.NullMarked;
