/** The Kafka shell of the joiner: Avro, stores, processor, topology. */
@NullMarked
package io.thumbstream.reward.wire;

import org.jspecify.annotations.NullMarked;
