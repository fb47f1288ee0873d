@NullMarked
package io.thumbstream.schemas;

import org.jspecify.annotations.NullMarked;
