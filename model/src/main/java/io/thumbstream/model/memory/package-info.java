/** Memory outside the heap that is given back at once. */
@NullMarked
package io.thumbstream.model.memory;

import org.jspecify.annotations.NullMarked;
