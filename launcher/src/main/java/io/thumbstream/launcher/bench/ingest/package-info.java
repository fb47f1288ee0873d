/** What the feedback path carries on a machine: gateway, joiner and their state, side by side with plain Kafka. */
@NullMarked
package io.thumbstream.launcher.bench.ingest;

import org.jspecify.annotations.NullMarked;
