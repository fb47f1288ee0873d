package io.thumbstream.launcher.recorded.wire;

import io.thumbstream.lab.trace.wire.TopicScan;
import io.thumbstream.launcher.recorded.Absent;
import io.thumbstream.launcher.recorded.RecordedGroup;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.Touched;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.reward.head.Score;
import io.thumbstream.reward.head.ScoreRequest;
import io.thumbstream.reward.transform.RewardChain;
import io.thumbstream.reward.wire.ScoredText;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.StartAnswers;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.ScoredRollout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Groups and votes of a run, from its topics. Holds the texts of all rollouts in memory: about a kilobyte each. */
public final class RecordedGroups {
    private static final double ASKED_FOR_SURE = 1;

    private final TopicScan scan;

    /** What the topic of rollouts says beyond the experience. */
    private record Told(ScoreInput text, double feedbackProbability) {}

    public RecordedGroups(KafkaSettings kafka) {
        this.scan = new TopicScan(kafka);
    }

    /** Every revision of every group, in {@link RecordedGroup#ORDER}. */
    public List<RecordedGroup> groups() {
        Map<String, Told> told = told();
        List<RecordedGroup> groups = new ArrayList<>();
        long unused = scan.read(Topics.EXPERIENCE, read -> groups.add(group(read, told)));
        groups.sort(RecordedGroup.ORDER);
        return groups;
    }

    /** People with one of these hashes of their keys, and all that they said. */
    public Absent absent(Set<String> userHashes) {
        Set<String> ids = new HashSet<>();
        if (!userHashes.isEmpty()) {
            long unused = scan.envelopes(Topics.FEEDBACK, read -> read.value()
                    .getUserKey()
                    .filter(key -> userHashes.contains(Digests.of(key)))
                    .ifPresent(key -> ids.add(read.value().getFeedbackId())));
        }
        return new Absent(userHashes, ids);
    }

    /** First labels by people with one of these hashes of their keys or about answers to them, and first decisions about them, readable or not. */
    public Touched labels(Set<String> userHashes) {
        List<Position> found = new ArrayList<>();
        long unused = scan.envelopes(Topics.LABELS, read -> {
            if (of(userHashes, read.value().getUserKey())
                    || of(userHashes, read.value().getAskerKey())) {
                found.add(position(read));
            }
        });
        return Touched.of(found).and(decisions(userHashes));
    }

    private Touched decisions(Set<String> userHashes) {
        List<Position> found = new ArrayList<>();
        long unused = scan.envelopes(Topics.QUARANTINE_DECISIONS, read -> {
            if (of(userHashes, Optional.of(read.value().getUserKey()))) {
                found.add(position(read));
            }
        });
        return Touched.of(found);
    }

    /** First groups of answers to people with one of these hashes of their keys, and first decisions about them, readable or not. */
    public Touched asked(Set<String> userHashes) {
        List<Position> found = new ArrayList<>();
        long unused = scan.envelopes(Topics.EXPERIENCE, read -> {
            if (of(userHashes, read.value().getUserKey())) {
                found.add(position(read));
            }
        });
        return Touched.of(found).and(decisions(userHashes));
    }

    private static boolean of(Set<String> userHashes, Optional<String> userKey) {
        return userKey.filter(key -> userHashes.contains(Digests.of(key))).isPresent();
    }

    private static Position position(TopicScan.Read<?> read) {
        return new Position(
                read.position().topic(),
                read.position().partition(),
                read.position().offset());
    }

    private Map<String, Told> told() {
        Map<String, String> prompts = new HashMap<>();
        Map<String, Told> told = new HashMap<>();
        long unused = scan.read(Topics.ROLLOUTS, read -> {
            ScoreRequest text = ScoredText.of(read.value());
            String prompt = prompts.computeIfAbsent(text.prompt(), same -> same);
            told.put(
                    read.value().getRolloutId(),
                    new Told(
                            new ScoreInput(prompt, text.response()),
                            read.value().getFeedbackProbability()));
        });
        return told;
    }

    private static RecordedGroup group(TopicScan.Read<Experience> read, Map<String, Told> told) {
        Experience value = read.value();
        return new RecordedGroup(
                position(read),
                value.getRevision(),
                value.getRewardVersion(),
                value.getUserKey(),
                value.getRollouts().stream()
                        .map(rollout -> answer(rollout, Optional.ofNullable(told.get(rollout.getRolloutId()))))
                        .toList());
    }

    private static RecordedGroup.Answer answer(ScoredRollout rollout, Optional<Told> told) {
        return new RecordedGroup.Answer(
                rollout.getRolloutId(),
                rollout.getTokens().size(),
                told.map(Told::text),
                rollout.getScore()
                        .map(mean ->
                                new Score(mean, rollout.getScoreUncertainty().orElse(0.0))),
                rollout.getReward(),
                rollout.getLabelValue(),
                rollout.getLabelWeight(),
                told.map(Told::feedbackProbability).orElse(ASKED_FOR_SURE),
                rollout.getFeedbackIds(),
                Optional.ofNullable(rollout.getComponents().get(RewardChain.SIMILARITY)),
                StartAnswers.marked(rollout.getComponents()));
    }
}
