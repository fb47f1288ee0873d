/** A Kafka broker and a schema registry inside this process, for one machine. */
@NullMarked
package io.thumbstream.launcher.embedded;

import org.jspecify.annotations.NullMarked;
