@NullMarked
package io.thumbstream.launcher.generator;

import org.jspecify.annotations.NullMarked;
