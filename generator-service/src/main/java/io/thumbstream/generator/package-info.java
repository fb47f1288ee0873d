@NullMarked
package io.thumbstream.generator;

import org.jspecify.annotations.NullMarked;
