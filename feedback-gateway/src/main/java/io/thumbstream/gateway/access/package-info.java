/** Who calls, what they may do and how often: keys, scopes, limits. No HTTP in here. */
@NullMarked
package io.thumbstream.gateway.access;

import org.jspecify.annotations.NullMarked;
