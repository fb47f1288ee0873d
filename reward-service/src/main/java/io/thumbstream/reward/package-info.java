@NullMarked
package io.thumbstream.reward;

import org.jspecify.annotations.NullMarked;
