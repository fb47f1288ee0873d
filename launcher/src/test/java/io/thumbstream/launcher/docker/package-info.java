/** What lies under {@code docker} fits the code, as far as that shows without an engine that runs containers. */
@NullMarked
package io.thumbstream.launcher.docker;

import org.jspecify.annotations.NullMarked;
