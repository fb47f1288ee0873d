/** API keys for callers of the gateway. */
@NullMarked
package io.thumbstream.launcher.access;

import org.jspecify.annotations.NullMarked;
