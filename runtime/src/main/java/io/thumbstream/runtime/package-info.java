@NullMarked
package io.thumbstream.runtime;

import org.jspecify.annotations.NullMarked;
