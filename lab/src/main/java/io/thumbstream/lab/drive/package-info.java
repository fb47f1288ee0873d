/** Lets simulated people use the gateway like anybody else, and keeps what only they know: how good answers really were. */
@NullMarked
package io.thumbstream.lab.drive;

import org.jspecify.annotations.NullMarked;
