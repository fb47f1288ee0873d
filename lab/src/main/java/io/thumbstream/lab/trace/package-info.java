/** Follows votes through the topics: how long until they show in answers, and whether each counts once. */
@NullMarked
package io.thumbstream.lab.trace;

import org.jspecify.annotations.NullMarked;
