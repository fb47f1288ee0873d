@NullMarked
package io.thumbstream.launcher;

import org.jspecify.annotations.NullMarked;
