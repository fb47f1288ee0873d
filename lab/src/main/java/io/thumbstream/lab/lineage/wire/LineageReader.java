package io.thumbstream.lab.lineage.wire;

import io.thumbstream.lab.lineage.LineageFacts;
import io.thumbstream.lab.trace.Position;
import io.thumbstream.lab.trace.wire.TopicScan;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.FeedbackKind;
import io.thumbstream.schemas.avro.ModelVersion;
import io.thumbstream.schemas.avro.StepInput;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the lineage of one model's versions from the topics. */
public final class LineageReader {
    private static final int HASH_LETTERS = 16;

    private final TopicScan scan;
    private final String model;
    private final Clock clock;

    /** Reads the records of one model, for example {@code support}. */
    public LineageReader(KafkaSettings kafka, String model, Clock clock) {
        this.scan = new TopicScan(kafka);
        this.model = model;
        this.clock = clock;
    }

    /** Everything that is committed now. */
    public LineageFacts read() {
        Map<String, List<LineageFacts.Step>> steps = steps();
        return new LineageFacts(
                votes(),
                labels(),
                experience(),
                learner("reward/" + model, Topics.REWARD_VERSIONS, steps),
                learner("policy/" + model, Topics.POLICY_VERSIONS, steps),
                clock.instant());
    }

    private List<LineageFacts.Vote> votes() {
        List<LineageFacts.Vote> votes = new ArrayList<>();
        long unused = scan.read(
                Topics.FEEDBACK,
                read -> votes.add(new LineageFacts.Vote(
                        read.value().getFeedbackId(),
                        read.value().getUserKey().map(LineageReader::hash).orElse(""),
                        read.value().getKind() == FeedbackKind.RETRACT,
                        read.value().getServerTime())));
        return votes;
    }

    private List<LineageFacts.Label> labels() {
        List<LineageFacts.Label> labels = new ArrayList<>();
        long unused = scan.read(
                Topics.LABELS,
                read -> labels.add(new LineageFacts.Label(
                        place(read.position()),
                        read.value().getLabelId(),
                        read.value().getRevision(),
                        new HashSet<>(read.value().getFeedbackIds()))));
        return labels;
    }

    private List<LineageFacts.Experience> experience() {
        List<LineageFacts.Experience> experience = new ArrayList<>();
        long unused = scan.read(Topics.EXPERIENCE, read -> {
            Set<String> votes = new HashSet<>();
            read.value().getRollouts().forEach(rollout -> votes.addAll(rollout.getFeedbackIds()));
            experience.add(new LineageFacts.Experience(
                    place(read.position()), read.value().getRewardVersion(), votes));
        });
        return experience;
    }

    /** Steps by the name of their learner. */
    private Map<String, List<LineageFacts.Step>> steps() {
        Map<String, List<LineageFacts.Step>> steps = new HashMap<>();
        long unused = scan.read(Topics.TRAINING_LOG, read -> steps.computeIfAbsent(
                        read.value().getLearner(), first -> new ArrayList<>())
                .add(new LineageFacts.Step(
                        read.position().offset(),
                        read.value().getStep(),
                        read.value().getInputs().stream()
                                .map(StepInput::getPosition)
                                .filter(at -> !at.getTopic().equals(Topics.QUARANTINE_DECISIONS.name()))
                                .map(at -> LineageFacts.place(at.getPartition(), at.getOffset()))
                                .toList())));
        return steps;
    }

    private LineageFacts.Learner learner(
            String name, TopicSpec<ModelVersion> topic, Map<String, List<LineageFacts.Step>> steps) {
        List<LineageFacts.Version> versions = new ArrayList<>();
        long unused = scan.read(topic, read -> {
            if (read.value().getModelName().equals(name)) {
                versions.add(new LineageFacts.Version(
                        read.value().getVersion(),
                        read.value().getTrainingLogPosition().getOffset(),
                        read.value().getAt()));
            }
        });
        versions.sort(Comparator.comparingLong(LineageFacts.Version::version));
        return new LineageFacts.Learner(steps.getOrDefault(name, List.of()), versions);
    }

    private static long place(Position position) {
        return LineageFacts.place(position.partition(), position.offset());
    }

    /** Enough of a sha256 to tell people apart; the key itself never leaves the topics. */
    private static String hash(String userKey) {
        return Digests.of(userKey).substring(0, HASH_LETTERS);
    }
}
