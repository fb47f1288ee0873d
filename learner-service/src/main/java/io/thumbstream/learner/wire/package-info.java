/** The learner's side of the topics; the only package here that sees Avro records and Kafka clients. */
@NullMarked
package io.thumbstream.learner.wire;

import org.jspecify.annotations.NullMarked;
