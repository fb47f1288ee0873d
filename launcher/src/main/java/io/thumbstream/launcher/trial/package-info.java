/** Experiments on techniques: arms that differ in settings, on a bed whose truth is known, with a claim that can fail. */
@NullMarked
package io.thumbstream.launcher.trial;

import org.jspecify.annotations.NullMarked;
