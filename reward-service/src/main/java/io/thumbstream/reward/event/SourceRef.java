package io.thumbstream.reward.event;

/** Exact place of an input record: provenance of everything made from it. Ordered by topic, partition and offset. */
public record SourceRef(String topic, int partition, long offset) implements Comparable<SourceRef> {
    @Override
    public int compareTo(SourceRef other) {
        int order = topic.compareTo(other.topic);
        if (order == 0) {
            order = Integer.compare(partition, other.partition);
        }
        return order == 0 ? Long.compare(offset, other.offset) : order;
    }
}
