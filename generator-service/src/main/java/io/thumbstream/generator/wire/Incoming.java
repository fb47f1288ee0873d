package io.thumbstream.generator.wire;

import io.thumbstream.generator.schedule.PromptJob;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A prompt that was read, and the record it came in. */
record Incoming(PromptJob job, ConsumerRecord<byte[], byte[]> record) {}
