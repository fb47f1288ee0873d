/** Ideas of the system on one page each, compiled and run by tests. */
@NullMarked
package io.thumbstream.examples;

import org.jspecify.annotations.NullMarked;
