package io.thumbstream.lab.history.wire;

import io.thumbstream.lab.history.History;
import io.thumbstream.lab.history.History.Answer;
import io.thumbstream.lab.trace.Position;
import io.thumbstream.lab.trace.wire.TopicScan;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.StartAnswers;
import io.thumbstream.schemas.TopicSpec;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.FeedbackKind;
import io.thumbstream.schemas.avro.FinishReason;
import io.thumbstream.schemas.avro.ModelVersion;
import io.thumbstream.schemas.avro.ScoredRollout;
import io.thumbstream.schemas.avro.SourcePosition;
import io.thumbstream.schemas.avro.StepInput;
import io.thumbstream.schemas.avro.TrainingStep;
import io.thumbstream.schemas.avro.VersionSpan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/** Reads the history of one model from the topics, committed records only. */
public final class HistoryReader {
    private static final String POLICY = "policy/";
    private static final String REWARD = "reward/";

    private final TopicScan scan;
    private final String model;

    /**
     * What was found different when things were made once more, in words.
     *
     * @param policy weights, by a replay of the policy's log
     * @param reward weights, by a replay of the reward model's log
     * @param joins labels and groups, by joining rollouts and feedback
     */
    public record Rebuilt(List<String> policy, List<String> reward, List<String> joins) {
        public Rebuilt {
            policy = List.copyOf(policy);
            reward = List.copyOf(reward);
            joins = List.copyOf(joins);
        }
    }

    /** Reads the records of one model, for example {@code support}. */
    public HistoryReader(KafkaSettings kafka, String model) {
        this.scan = new TopicScan(kafka);
        this.model = model;
    }

    /**
     * Everything that is committed now.
     *
     * @param people what the clients remember
     * @param rebuilt what was found different when things were made once more
     */
    public History read(History.People people, Rebuilt rebuilt) {
        Map<String, List<History.Step>> steps = steps();
        return new History(
                people,
                feedback(),
                rollouts(),
                labels(),
                experience(),
                new SaidReader(scan, people.idsOfErased()).read(),
                rebuilt.joins(),
                learner(POLICY + model, Topics.POLICY_VERSIONS, steps, rebuilt.policy()),
                learner(REWARD + model, Topics.REWARD_VERSIONS, steps, rebuilt.reward()));
    }

    /** Every record that can be decoded; those of erased people with what stays in the clear. */
    private <T extends SpecificRecord> void each(TopicSpec<T> topic, BiConsumer<Position, T> sink) {
        scan.decoded(topic, read -> SaidReader.record(read.value())
                .ifPresent(record -> sink.accept(read.position(), record)));
    }

    private List<History.Feedback> feedback() {
        List<History.Feedback> feedback = new ArrayList<>();
        each(
                Topics.FEEDBACK,
                (at, record) -> feedback.add(new History.Feedback(
                        at,
                        record.getFeedbackId(),
                        record.getUserKey().orElse(""),
                        new HashSet<>(record.getTargets()),
                        record.getRetracts())));
        return feedback;
    }

    private List<History.Rollout> rollouts() {
        List<History.Rollout> rollouts = new ArrayList<>();
        each(
                Topics.ROLLOUTS,
                (at, record) -> rollouts.add(new History.Rollout(
                        at,
                        record.getRolloutId(),
                        record.getVersionSpans().stream()
                                .map(VersionSpan::getPolicyVersion)
                                .collect(Collectors.toSet()),
                        record.getCompletedAt())));
        return rollouts;
    }

    private List<History.Label> labels() {
        List<History.Label> labels = new ArrayList<>();
        each(
                Topics.LABELS,
                (at, record) -> labels.add(new History.Label(
                        at,
                        record.getLabelId(),
                        record.getRevision(),
                        record.getKind() == FeedbackKind.PAIR,
                        record.getUserKey().orElse(""),
                        record.getFeedbackIds(),
                        record.getItems().stream()
                                .map(item -> new Answer(item.getRolloutId(), item.getPolicyVersion()))
                                .toList())));
        return labels;
    }

    private List<History.Experience> experience() {
        List<History.Experience> experience = new ArrayList<>();
        each(Topics.EXPERIENCE, (at, record) -> experience.add(group(at, record)));
        return experience;
    }

    private static History.Experience group(Position at, Experience record) {
        Set<String> votes = new HashSet<>();
        record.getRollouts().forEach(rollout -> votes.addAll(rollout.getFeedbackIds()));
        long oldest = record.getRollouts().stream()
                .filter(HistoryReader::trainable)
                .mapToLong(ScoredRollout::getOldestPolicyVersion)
                .min()
                .orElse(Long.MAX_VALUE);
        return new History.Experience(
                at,
                record.getGroupId(),
                record.getRevision(),
                oldest,
                votes,
                record.getRollouts().stream()
                        .map(rollout -> new Answer(rollout.getRolloutId(), rollout.getOldestPolicyVersion()))
                        .toList());
    }

    /** What the policy learner leaves out decides nothing. */
    private static boolean trainable(ScoredRollout rollout) {
        FinishReason reason = rollout.getFinishReason();
        return !rollout.getTokens().isEmpty()
                && reason != FinishReason.CANCELLED
                && reason != FinishReason.ERROR
                && !StartAnswers.marked(rollout.getComponents());
    }

    /** Steps by the name of their learner. */
    private Map<String, List<History.Step>> steps() {
        Map<String, List<History.Step>> steps = new HashMap<>();
        long unused = scan.read(Topics.TRAINING_LOG, read -> steps.computeIfAbsent(
                        read.value().getLearner(), first -> new ArrayList<>())
                .add(step(read.position(), read.value())));
        return steps;
    }

    private static History.Step step(Position at, TrainingStep record) {
        Map<Integer, Long> next = new HashMap<>();
        record.getOffsets().stream()
                .filter(offset -> learned(offset.getTopic()))
                .forEach(offset -> next.put(offset.getPartition(), offset.getOffset()));
        return new History.Step(
                at,
                record.getStep(),
                record.getBaseVersion(),
                next,
                record.getInputs().stream()
                        .filter(input -> learned(input.getPosition().getTopic()))
                        .map(HistoryReader::input)
                        .toList());
    }

    /** Whether records of the topic are learned; decisions about people are inputs too, of another topic than the labels. */
    private static boolean learned(String topic) {
        return !topic.equals(Topics.QUARANTINE_DECISIONS.name());
    }

    private static History.Input input(StepInput input) {
        SourcePosition place = input.getPosition();
        return new History.Input(
                new Position(place.getTopic(), place.getPartition(), place.getOffset()),
                input.getId(),
                input.getRevision(),
                input.getPrediction().isPresent());
    }

    private History.Learner learner(
            String name,
            TopicSpec<ModelVersion> topic,
            Map<String, List<History.Step>> steps,
            List<String> mismatches) {
        List<History.Version> versions = new ArrayList<>();
        long unused = scan.read(topic, read -> {
            if (read.value().getModelName().equals(name)) {
                versions.add(new History.Version(
                        read.value().getVersion(),
                        read.value().getStep(),
                        read.value().getSha256(),
                        read.value().getAt()));
            }
        });
        return new History.Learner(steps.getOrDefault(name, List.of()), versions, mismatches);
    }
}
