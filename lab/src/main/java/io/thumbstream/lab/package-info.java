@NullMarked
package io.thumbstream.lab;

import org.jspecify.annotations.NullMarked;
