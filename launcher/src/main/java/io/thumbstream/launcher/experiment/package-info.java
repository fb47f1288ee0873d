/** Experiments that run the whole pipeline: how far people's votes carry the policy, and what happens when wishes change. */
@NullMarked
package io.thumbstream.launcher.experiment;

import org.jspecify.annotations.NullMarked;
