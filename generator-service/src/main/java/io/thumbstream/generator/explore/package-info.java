/** How the answers of one group are made to differ: the Explorer extension point and its catalogue. */
@NullMarked
package io.thumbstream.generator.explore;

import org.jspecify.annotations.NullMarked;
