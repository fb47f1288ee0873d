/** How soon feedback comes after an answer, kind by kind, and how much of it the attribution windows take in; no topics. */
@NullMarked
package io.thumbstream.lab.completeness;

import org.jspecify.annotations.NullMarked;
