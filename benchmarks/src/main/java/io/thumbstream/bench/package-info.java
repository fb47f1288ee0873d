/** What the operations that run most often cost, each by itself. */
@NullMarked
package io.thumbstream.bench;

import org.jspecify.annotations.NullMarked;
