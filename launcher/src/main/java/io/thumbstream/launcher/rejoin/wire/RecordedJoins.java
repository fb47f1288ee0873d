package io.thumbstream.launcher.rejoin.wire;

import io.thumbstream.lab.trace.wire.TopicScan;
import io.thumbstream.reward.RewardRejoin;
import io.thumbstream.reward.wire.Rejoin;
import io.thumbstream.runtime.error.FatalException;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.Label;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The inputs of the joiner and what it made of them, by partition. Holds all of it in memory: some kilobytes for every answer. */
public final class RecordedJoins {
    private final TopicScan scan;
    private final Predicate<String> groups;
    private final Map<Integer, Recorded> partitions = new TreeMap<>();

    /** What the topics hold of one partition. */
    private static final class Recorded {
        private final Rejoin rejoin;
        private final List<Label> labels = new ArrayList<>();
        private final List<Experience> experience = new ArrayList<>();
        private Instant last = Instant.EPOCH;

        Recorded(Rejoin rejoin) {
            this.rejoin = rejoin;
        }

        void sawEffectAt(Instant time) {
            last = time.isAfter(last) ? time : last;
        }
    }

    /**
     * Reads everything that is committed now.
     *
     * @param joins joiners with the settings of the run
     * @throws FatalException when the beginning of an input topic is gone
     */
    public RecordedJoins(KafkaSettings kafka, RewardRejoin joins) {
        this(kafka, joins, group -> true);
    }

    /**
     * Reads what is committed now of some groups, for topics that do not fit into memory: what becomes of a group does not depend on the
     * others, but for the moment and for whether silence was final.
     *
     * @param joins joiners with the settings of the run
     * @param groups whether a group is joined once more, by its id
     * @throws FatalException when the beginning of an input topic is gone
     */
    public RecordedJoins(KafkaSettings kafka, RewardRejoin joins, Predicate<String> groups) {
        this.scan = new TopicScan(kafka);
        this.groups = groups;
        AvroSerdes serdes = new AvroSerdes(kafka.schemaRegistryUrl(), kafka.schemaRegistry());
        Map<Integer, List<ConsumerRecord<byte[], byte[]>>> inputs = new TreeMap<>();
        inputs(Topics.ROLLOUTS, inputs);
        inputs(Topics.FEEDBACK, inputs);
        inputs.forEach((partition, records) -> {
            Recorded recorded = new Recorded(joins.partition());
            recorded.rejoin.read(records, serdes);
            partitions.put(partition, recorded);
        });
        outputs(joins);
    }

    private void inputs(TopicSpec<?> topic, Map<Integer, List<ConsumerRecord<byte[], byte[]>>> inputs) {
        Map<Integer, Boolean> begun = new TreeMap<>();
        scan.records(topic, record -> {
            if (begun.putIfAbsent(record.partition(), true) == null && record.offset() > 0) {
                throw new FatalException("partition " + record.partition() + " of " + topic.name()
                        + " begins at offset " + record.offset()
                        + "; what retention removed cannot be joined once more."
                        + " Raise the retention of that topic");
            }
            if (wanted(record)) {
                inputs.computeIfAbsent(record.partition(), first -> new ArrayList<>())
                        .add(record);
            }
        });
    }

    private boolean wanted(ConsumerRecord<byte[], byte[]> record) {
        return groups.test(record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8));
    }

    private void outputs(RewardRejoin joins) {
        Function<Integer, Recorded> partition =
                number -> partitions.computeIfAbsent(number, first -> new Recorded(joins.partition()));
        long unreadableLabels = scan.read(Topics.LABELS, this::wanted, read -> {
            Recorded recorded = partition.apply(read.position().partition());
            recorded.labels.add(read.value());
            recorded.sawEffectAt(read.value().getEventTime());
        });
        long unreadableExperience = scan.read(Topics.EXPERIENCE, this::wanted, read -> {
            Recorded recorded = partition.apply(read.position().partition());
            recorded.experience.add(read.value());
            recorded.rejoin.scored(read.value());
            recorded.sawEffectAt(read.value().getEventTime());
        });
        if (unreadableLabels + unreadableExperience > 0) {
            throw new FatalException(unreadableLabels + " records of " + Topics.LABELS.name() + " and "
                    + unreadableExperience + " of " + Topics.EXPERIENCE.name()
                    + " cannot be read; is the schema registry that of the run?");
        }
    }

    /** Everything once more in the arrival order of {@code seed}, compared record by record. */
    public Comparison compare(long seed) {
        Tally tally = new Tally();
        partitions.forEach((number, recorded) -> {
            Rejoin.Joined joined = recorded.rejoin.run(seed + number, recorded.last);
            tally.count(recorded);
            tally.compare(
                    recorded.labels,
                    joined.labels(),
                    label -> "label " + label.getLabelId() + " revision " + label.getRevision());
            tally.compare(
                    recorded.experience,
                    joined.experience(),
                    group -> "group " + group.getGroupId() + " revision " + group.getRevision());
        });
        return tally.comparison();
    }

    /**
     * What stands at the end, once more in the arrival order of {@code seed}: for runs with faults, in which records that came later than
     * the lateness bound made other revisions.
     */
    public Comparison settled(long seed) {
        Tally tally = new Tally();
        partitions.forEach((number, recorded) -> {
            Rejoin.Joined end = new Rejoin.Joined(recorded.labels, recorded.experience, 0);
            tally.count(recorded);
            tally.differences.addAll(recorded.rejoin.differences(seed + number, recorded.last, end));
        });
        return tally.comparison();
    }

    private static final class Tally {
        private long labels;
        private long experience;
        private long ahead;
        private long erased;
        private long poison;
        private final List<String> differences = new ArrayList<>();

        void count(Recorded recorded) {
            labels += recorded.labels.size();
            experience += recorded.experience.size();
            erased += recorded.rejoin.erased();
            poison += recorded.rejoin.poison();
        }

        Comparison comparison() {
            return new Comparison(labels, experience, differences, ahead, erased, poison);
        }

        /** Compares place by place; after the first record that is missing on one side all later ones would differ too. */
        <T extends SpecificRecord> void compare(List<T> recorded, List<T> joined, Function<T, String> name) {
            int both = Math.min(recorded.size(), joined.size());
            for (int i = 0; i < both; i++) {
                T was = recorded.get(i);
                T now = joined.get(i);
                if (!name.apply(was).equals(name.apply(now))) {
                    differences.add("recorded was " + name.apply(was) + ", joined once more " + name.apply(now));
                } else if (!was.equals(now)) {
                    differences.add(name.apply(was) + " has other contents");
                }
            }
            for (T missing : recorded.subList(both, recorded.size())) {
                differences.add(name.apply(missing) + " did not come out again");
            }
            ahead += joined.size() - both;
        }
    }
}
