/** HTTP resources on one event loop. */
@NullMarked
package io.thumbstream.gateway.http;

import org.jspecify.annotations.NullMarked;
