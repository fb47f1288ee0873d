/** The whole product in one process, as people and applications meet it. */
@NullMarked
package io.thumbstream.launcher.pipeline;

import org.jspecify.annotations.NullMarked;
