@NullMarked
package io.thumbstream.model;

import org.jspecify.annotations.NullMarked;
