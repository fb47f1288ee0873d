/** Both learners, and what stands between them and people, in one thread and without topics. */
@NullMarked
package io.thumbstream.launcher.loop;

import org.jspecify.annotations.NullMarked;
