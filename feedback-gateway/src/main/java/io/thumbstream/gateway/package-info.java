@NullMarked
package io.thumbstream.gateway;

import org.jspecify.annotations.NullMarked;
