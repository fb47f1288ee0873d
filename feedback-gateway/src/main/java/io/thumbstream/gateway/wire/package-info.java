/** Kafka and Avro shell of the gateway. */
@NullMarked
package io.thumbstream.gateway.wire;

import org.jspecify.annotations.NullMarked;
