@NullMarked
package io.thumbstream.launcher.lab;

import org.jspecify.annotations.NullMarked;
