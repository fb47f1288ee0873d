package io.thumbstream.lab.trace;

/**
 * Where a record lies.
 *
 * @param topic topic
 * @param partition partition
 * @param offset offset
 */
public record Position(String topic, int partition, long offset) {}
