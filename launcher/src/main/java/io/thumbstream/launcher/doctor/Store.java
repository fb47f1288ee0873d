package io.thumbstream.launcher.doctor;

import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.learner.engine.Partition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Brokers, registry and topics.
 *
 * @param address how they were reached, in words
 * @param brokerFailure why the brokers do not answer; empty when they do
 * @param registryFailure why the registry does not answer; empty when it does
 * @param topics those of the catalogue; empty when the brokers do not answer
 * @param beginnings first offset that each partition of them still has
 */
record Store(
        String address,
        Optional<String> brokerFailure,
        Optional<String> registryFailure,
        List<Topic> topics,
        Map<Partition, Long> beginnings) {
    /**
     * One topic of the catalogue.
     *
     * @param name its name
     * @param present whether the brokers have it
     * @param compacted whether the brokers keep the newest record of each key
     * @param kept age at which the brokers remove records; empty when never
     * @param sizeLimit bytes of a partition above which they remove records; empty when there is no limit
     * @param wantCompacted what the catalogue says
     * @param wantKept what the catalogue says
     */
    record Topic(
            String name,
            boolean present,
            boolean compacted,
            Optional<Duration> kept,
            Optional<Long> sizeLimit,
            boolean wantCompacted,
            Optional<Duration> wantKept) {
        /** Whether records go that the catalogue keeps. */
        boolean losing() {
            if (!present || compacted) {
                return false;
            }
            boolean shorter =
                    kept.isPresent() && (wantKept.isEmpty() || kept.get().compareTo(wantKept.get()) < 0);
            return wantCompacted || shorter || sizeLimit.isPresent();
        }

        /** How long records stay, in words. */
        String words() {
            String age = kept.map(Topic::time).orElse("for ever");
            String size = sizeLimit
                    .map(bytes -> ", at most " + bytes + " bytes a partition")
                    .orElse("");
            return compacted ? "newest per key" : age + size;
        }

        private static String time(Duration time) {
            return time.toDays() > 0 ? time.toDays() + " days" : time.toMinutes() + " min";
        }
    }

    Store {
        topics = List.copyOf(topics);
        beginnings = Map.copyOf(beginnings);
    }

    /** Whether records can be read and decoded. */
    boolean readable() {
        return brokerFailure.isEmpty() && registryFailure.isEmpty();
    }

    boolean has(String topic) {
        return topics.stream().anyMatch(each -> each.name().equals(topic) && each.present());
    }

    Diagnosis diagnosis() {
        List<Finding> findings = new ArrayList<>();
        List<Figure> figures = new ArrayList<>();
        findings.add(brokerFailure
                .map(why -> Finding.bad("broker", why, "start the brokers, or correct kafka.bootstrap-servers"))
                .orElse(Finding.ok("broker", address)));
        findings.add(registryFailure
                .map(why -> Finding.bad("registry", why, "start the registry, or correct kafka.schema-registry-url"))
                .orElse(Finding.ok("registry", "answers")));
        figures.add(new Figure("broker", brokerFailure.isEmpty() ? 1 : 0, "reached", Demand.exactly(1)));
        figures.add(new Figure("registry", registryFailure.isEmpty() ? 1 : 0, "reached", Demand.exactly(1)));
        if (brokerFailure.isEmpty()) {
            List<Topic> missing =
                    topics.stream().filter(topic -> !topic.present()).toList();
            List<Topic> losing = topics.stream().filter(Topic::losing).toList();
            findings.addAll(topicFindings(missing, losing));
            figures.add(new Figure("topics-missing", missing.size(), "topics", Demand.exactly(0)));
            figures.add(new Figure("topics-kept-too-short", losing.size(), "topics", Demand.exactly(0)));
        }
        return new Diagnosis(findings, figures);
    }

    private List<Finding> topicFindings(List<Topic> missing, List<Topic> losing) {
        List<Finding> findings = new ArrayList<>();
        if (!missing.isEmpty()) {
            findings.add(
                    Finding.bad(
                            "topics",
                            "missing: " + missing.stream().map(Topic::name).collect(Collectors.joining(", ")),
                            "they are made when thumbstream up starts; on brokers of your own, check that it may create topics"));
        }
        for (Topic topic : losing) {
            findings.add(Finding.bad(
                    "topics",
                    topic.name() + " is kept: " + topic.words() + "; the catalogue says "
                            + (topic.wantCompacted()
                                    ? "newest per key"
                                    : topic.wantKept().map(Topic::time).orElse("for ever")),
                    "raise it with kafka-configs --alter --entity-type topics --entity-name " + topic.name()
                            + (topic.wantCompacted()
                                    ? " --add-config cleanup.policy=compact"
                                    : " --add-config retention.ms="
                                            + topic.wantKept()
                                                    .map(Duration::toMillis)
                                                    .orElse(-1L)
                                            + ",retention.bytes=-1")));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok("topics", "all " + topics.size() + " of the catalogue, kept as it says"));
        }
        return findings;
    }
}
