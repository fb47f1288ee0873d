package io.thumbstream.generator.schedule;

/**
 * Where a prompt stands in its topic.
 *
 * @param partition partition number
 * @param offset record offset
 */
public record Position(int partition, long offset) {}
