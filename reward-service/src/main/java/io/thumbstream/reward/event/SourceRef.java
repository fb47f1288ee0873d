package io.thumbstream.reward.event;

/** Exact place of an input record: provenance of everything made from it. */
public record SourceRef(String topic, int partition, long offset) {}
