/** What every verb shows a person at a terminal: figures and progress. */
@NullMarked
package io.thumbstream.launcher.console;

import org.jspecify.annotations.NullMarked;
