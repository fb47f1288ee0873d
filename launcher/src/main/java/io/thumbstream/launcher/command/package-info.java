/** The verbs of the command line, one picocli class each. */
@NullMarked
package io.thumbstream.launcher.command;

import org.jspecify.annotations.NullMarked;
