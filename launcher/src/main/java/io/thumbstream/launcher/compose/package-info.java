/** Whether techniques of every kind go together: random settings, each started, run, replayed and resumed. */
@NullMarked
package io.thumbstream.launcher.compose;

import org.jspecify.annotations.NullMarked;
