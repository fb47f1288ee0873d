package io.thumbstream.lab.trace.wire;

import io.thumbstream.lab.prequential.Prediction;
import io.thumbstream.lab.trace.AnswerRecord;
import io.thumbstream.lab.trace.LabelRecord;
import io.thumbstream.lab.trace.Position;
import io.thumbstream.lab.trace.RunLog;
import io.thumbstream.lab.trace.ScoredRecord;
import io.thumbstream.lab.trace.StepRecord;
import io.thumbstream.lab.trace.VersionRecord;
import io.thumbstream.lab.trace.VoteRecord;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.FeedbackKind;
import io.thumbstream.schemas.avro.ModelVersion;
import io.thumbstream.schemas.avro.SourcePosition;
import io.thumbstream.schemas.avro.StepInput;
import io.thumbstream.schemas.avro.VersionSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reads what a run left in the topics; prompt and answer texts are not kept. */
public final class RunLogReader {
    private static final String REWARD = "reward/";
    private static final String POLICY = "policy/";

    private final TopicScan scan;
    private final String model;

    /** Reads the records of one model, for example {@code support}. */
    public RunLogReader(KafkaSettings kafka, String model) {
        this.scan = new TopicScan(kafka);
        this.model = model;
    }

    /** Returns all votes. */
    public List<VoteRecord> votes() {
        List<VoteRecord> votes = new ArrayList<>();
        long unused = scan.read(
                Topics.FEEDBACK,
                read -> votes.add(new VoteRecord(
                        read.position(),
                        read.value().getFeedbackId(),
                        read.value().getKind() == FeedbackKind.RETRACT,
                        read.value().getServerTime())));
        return votes;
    }

    /** Returns all labels that come from feedback. */
    public List<LabelRecord> labels() {
        List<LabelRecord> labels = new ArrayList<>();
        long unused = scan.read(
                Topics.LABELS,
                read -> labels.add(new LabelRecord(
                        read.position(),
                        read.value().getLabelId(),
                        read.value().getRevision(),
                        new HashSet<>(positions(read.value().getSources())),
                        new HashSet<>(read.value().getFeedbackIds()),
                        read.at())));
        return labels;
    }

    /** Returns everything a trace needs. */
    public RunLog read() {
        List<ScoredRecord> experience = new ArrayList<>();
        long unusedPoison = scan.read(
                Topics.EXPERIENCE,
                read -> experience.add(
                        new ScoredRecord(read.position(), read.value().getRewardVersion(), read.at())));
        return new RunLog(
                votes(),
                labels(),
                steps(REWARD + model),
                versions(Topics.REWARD_VERSIONS, REWARD + model),
                experience,
                steps(POLICY + model),
                versions(Topics.POLICY_VERSIONS, POLICY + model),
                answers());
    }

    /**
     * Returns what the reward learner said about each label before it learned from it, in the order of its steps.
     *
     * @param groupOf what a label is reported under, by label id
     */
    public List<Prediction> predictions(UnaryOperator<String> groupOf) {
        List<Prediction> predictions = new ArrayList<>();
        long unused = scan.read(Topics.TRAINING_LOG, read -> {
            if (read.value().getLearner().equals(REWARD + model)) {
                read.value().getInputs().forEach(input -> prediction(input, groupOf)
                        .ifPresent(predictions::add));
            }
        });
        return predictions;
    }

    private static Optional<Prediction> prediction(StepInput input, UnaryOperator<String> groupOf) {
        return input.getPrediction().flatMap(predicted -> input.getTarget()
                .map(target -> new Prediction(input.getId(), groupOf.apply(input.getId()), predicted, target)));
    }

    private List<StepRecord> steps(String learner) {
        List<StepRecord> steps = new ArrayList<>();
        long unused = scan.read(Topics.TRAINING_LOG, read -> {
            if (read.value().getLearner().equals(learner)) {
                List<SourcePosition> inputs = read.value().getInputs().stream()
                        .map(StepInput::getPosition)
                        .toList();
                steps.add(new StepRecord(
                        read.position(), positions(inputs), read.value().getAt()));
            }
        });
        return steps;
    }

    /**
     * Versions in order of publication. Older versions of a compacted topic may be gone; a trace then takes the next one
     * that is left, so latencies are never too small.
     */
    private List<VersionRecord> versions(TopicSpec<ModelVersion> topic, String name) {
        List<VersionRecord> versions = new ArrayList<>();
        long unused = scan.read(topic, read -> {
            if (read.value().getModelName().equals(name)) {
                versions.add(new VersionRecord(
                        read.value().getVersion(),
                        read.value().getTrainingLogPosition().getOffset(),
                        read.value().getAt()));
            }
        });
        versions.sort(Comparator.comparingLong(VersionRecord::version));
        return versions;
    }

    private List<AnswerRecord> answers() {
        List<AnswerRecord> answers = new ArrayList<>();
        long unused = scan.read(Topics.ROLLOUTS, read -> {
            if (read.value().getDisplayed() && !read.value().getVersionSpans().isEmpty()) {
                long oldest = read.value().getVersionSpans().stream()
                        .mapToLong(VersionSpan::getPolicyVersion)
                        .min()
                        .orElse(0);
                answers.add(new AnswerRecord(oldest, read.value().getCompletedAt()));
            }
        });
        return answers;
    }

    private static List<Position> positions(List<SourcePosition> sources) {
        return sources.stream()
                .map(source -> new Position(source.getTopic(), source.getPartition(), source.getOffset()))
                .toList();
    }
}
