@NullMarked
package io.thumbstream.bench;

import org.jspecify.annotations.NullMarked;
