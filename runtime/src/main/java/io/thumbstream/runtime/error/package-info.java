/** The four kinds of failure a service can act on. */
@NullMarked
package io.thumbstream.runtime.error;

import org.jspecify.annotations.NullMarked;
