/** Which votes made a version, and which versions a vote made. */
@NullMarked
package io.thumbstream.lab.lineage;

import org.jspecify.annotations.NullMarked;
