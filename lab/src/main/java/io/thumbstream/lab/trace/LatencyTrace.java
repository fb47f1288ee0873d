package io.thumbstream.lab.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Follows every vote from the gateway to the first answer of a policy that was trained on it, from records alone.
 *
 * <p>vote, the first label that names it as a source, the first reward step that has that label as an input, the first reward
 * version that covers the step, the first policy step that has an experience scored by that version or a later one as an input,
 * the earliest such experience of that step, the first policy version that covers the step, and the first displayed answer all
 * of whose tokens come from that version or a later one. Labels and experience carry event time, which may lie before the
 * stage they follow; a stage is never earlier than the one before it.
 */
public final class LatencyTrace {
    private final RunLog log;
    private final Map<Position, LabelRecord> labelBySource = new HashMap<>();
    private final Map<Position, StepRecord> rewardStepByLabel = new HashMap<>();
    private final Map<Position, ScoredRecord> experience = new HashMap<>();
    private final List<Long> newestScoreUntilStep = new ArrayList<>();
    private final List<Long> newestPolicyUntilAnswer = new ArrayList<>();
    private final List<AnswerRecord> answers;

    private LatencyTrace(RunLog log) {
        this.log = log;
        log.labels().forEach(label -> label.sources().forEach(source -> labelBySource.putIfAbsent(source, label)));
        log.rewardSteps().forEach(step -> step.inputs().forEach(label -> rewardStepByLabel.putIfAbsent(label, step)));
        log.experience().forEach(scored -> experience.put(scored.position(), scored));
        long newest = Long.MIN_VALUE;
        for (StepRecord step : log.policySteps()) {
            for (Position input : step.inputs()) {
                newest = Math.max(newest, scoredBy(input));
            }
            newestScoreUntilStep.add(newest);
        }
        answers = log.answers().stream()
                .sorted((first, second) -> first.at().compareTo(second.at()))
                .toList();
        newest = Long.MIN_VALUE;
        for (AnswerRecord answer : answers) {
            newest = Math.max(newest, answer.oldestPolicy());
            newestPolicyUntilAnswer.add(newest);
        }
    }

    /** Traces every vote of a run, retractions left out. */
    public static List<VoteTrace> of(RunLog log) {
        LatencyTrace trace = new LatencyTrace(log);
        return log.votes().stream()
                .filter(vote -> !vote.retraction())
                .map(trace::follow)
                .toList();
    }

    private VoteTrace follow(VoteRecord vote) {
        Way way = new Way(vote.at());
        LabelRecord label = labelBySource.get(vote.position());
        StepRecord learned = label == null ? null : rewardStepByLabel.get(label.position());
        if (label != null) {
            way.reach(Stage.LABEL, label.at());
        }
        if (learned != null) {
            way.reach(Stage.REWARD_STEP, learned.at());
            covering(log.rewardVersions(), learned).ifPresent(version -> {
                way.reach(Stage.REWARD_VERSION, version.at());
                followPolicy(version.version(), way);
            });
        }
        return new VoteTrace(vote.id(), way.seconds);
    }

    private void followPolicy(long rewardVersion, Way way) {
        int index = firstAtLeast(newestScoreUntilStep, rewardVersion);
        if (index < 0) {
            return;
        }
        StepRecord step = log.policySteps().get(index);
        step.inputs().stream()
                .filter(input -> scoredBy(input) >= rewardVersion)
                .flatMap(input -> Optional.ofNullable(experience.get(input)).stream())
                .map(ScoredRecord::at)
                .min(Instant::compareTo)
                .ifPresent(at -> way.reach(Stage.EXPERIENCE, at));
        way.reach(Stage.POLICY_STEP, step.at());
        Optional<VersionRecord> version = covering(log.policyVersions(), step);
        if (version.isEmpty()) {
            return;
        }
        way.reach(Stage.POLICY_VERSION, version.get().at());
        int answer = firstAtLeast(newestPolicyUntilAnswer, version.get().version());
        if (answer >= 0) {
            way.reach(Stage.ANSWER, answers.get(answer).at());
        }
    }

    private long scoredBy(Position input) {
        return Optional.ofNullable(experience.get(input))
                .map(ScoredRecord::rewardVersion)
                .orElse(Long.MIN_VALUE);
    }

    private static Optional<VersionRecord> covering(List<VersionRecord> versions, StepRecord step) {
        int index =
                firstAtLeast(versions, VersionRecord::logOffset, step.position().offset());
        return index < 0 ? Optional.empty() : Optional.of(versions.get(index));
    }

    private static int firstAtLeast(List<Long> ascending, long wanted) {
        return firstAtLeast(ascending, Long::longValue, wanted);
    }

    /** Returns the index of the first element whose key is at least {@code wanted}, -1 for none; keys never decrease. */
    private static <T> int firstAtLeast(List<T> ascending, ToLongFunction<T> key, long wanted) {
        int low = 0;
        int high = ascending.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (key.applyAsLong(ascending.get(middle)) >= wanted) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low == ascending.size() ? -1 : low;
    }

    /** Times of one vote while it is followed. */
    private static final class Way {
        private final Instant start;
        private final Map<Stage, Double> seconds = new EnumMap<>(Stage.class);
        private double latest;

        Way(Instant start) {
            this.start = start;
        }

        void reach(Stage stage, Instant at) {
            latest = Math.max(latest, Duration.between(start, at).toNanos() / 1e9);
            seconds.put(stage, latest);
        }
    }
}
