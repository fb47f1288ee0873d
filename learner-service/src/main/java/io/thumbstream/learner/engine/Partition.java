package io.thumbstream.learner.engine;

/** One partition of a topic. */
public record Partition(String topic, int partition) implements Comparable<Partition> {
    public Partition {
        if (topic.isBlank() || partition < 0) {
            throw new IllegalArgumentException("No such partition: '" + topic + "-" + partition + "'");
        }
    }

    @Override
    public int compareTo(Partition other) {
        int byTopic = topic.compareTo(other.topic);
        return byTopic != 0 ? byTopic : Integer.compare(partition, other.partition);
    }
}
