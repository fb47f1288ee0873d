/** What the gateway appends to the log, free of any wire format. */
@NullMarked
package io.thumbstream.gateway.event;

import org.jspecify.annotations.NullMarked;
