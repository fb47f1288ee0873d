/** What the gateway refuses, in the words of RFC 9457. */
@NullMarked
package io.thumbstream.gateway.problem;

import org.jspecify.annotations.NullMarked;
