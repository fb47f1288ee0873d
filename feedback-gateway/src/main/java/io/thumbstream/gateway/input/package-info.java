/** Requests of callers, read strictly from bytes into records. */
@NullMarked
package io.thumbstream.gateway.input;

import org.jspecify.annotations.NullMarked;
