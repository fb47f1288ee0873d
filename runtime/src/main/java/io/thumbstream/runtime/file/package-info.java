/** Files that are written whole or not at all. */
@NullMarked
package io.thumbstream.runtime.file;

import org.jspecify.annotations.NullMarked;
