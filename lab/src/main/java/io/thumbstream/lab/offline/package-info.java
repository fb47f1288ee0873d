/** Says from a log of what was done what would have come of something else. */
@NullMarked
package io.thumbstream.lab.offline;

import org.jspecify.annotations.NullMarked;
