package io.thumbstream.launcher.whatif;

import io.thumbstream.launcher.recorded.RecordedGroup;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.reward.RewardReplay;
import io.thumbstream.reward.RewardSettings;
import io.thumbstream.reward.head.Score;
import io.thumbstream.runtime.error.FatalException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Scores and rewards of recorded groups once more: each group is scored by the weights that now stand for the version that
 * scored it, or keeps its scores where those weights are the recorded ones, and the transforms follow in the order of the topic. One
 * thread owns it.
 */
public final class Rescoring {
    private final List<RecordedGroup> groups;
    private final Map<Long, List<RecordedGroup>> byVersion = new HashMap<>();
    private final Map<Position, List<Score>> scores = new HashMap<>();
    private long asRecorded = RecordedGroup.NOT_SCORED;

    /**
     * What an answer is worth now.
     *
     * @param score of the reward model before any transform, where its group was scored
     * @param judged whether its binary label, if it has one, still counts
     * @param whole whether nobody's word about its group was left out
     */
    public record Worth(double reward, Optional<Double> score, boolean judged, boolean whole) {
        /** What an answer without a score is worth, with all that was said about its group. */
        public Worth(double reward, boolean judged) {
            this(reward, Optional.empty(), judged, true);
        }

        private boolean sameFor(GroupRollout rollout) {
            return Double.compare(reward, rollout.reward()) == 0
                    && score.equals(rollout.score())
                    && (judged || rollout.label().isEmpty())
                    && keepsTokens(rollout);
        }

        private boolean keepsTokens(GroupRollout rollout) {
            return rollout.tokenRewards().length == 0 || (whole && Double.compare(reward, rollout.reward()) == 0);
        }
    }

    /** From what an answer is worth to what its tokens are worth. */
    @FunctionalInterface
    public interface Credit {
        /** Token rewards {@code [time]} of an answer of that many tokens. */
        float[] of(double reward, int tokens);
    }

    /**
     * Rewards of all groups, and how they compare with the recorded ones.
     *
     * @param byPosition what the answers of a group are worth, by its place and by rollout
     * @param answers scored answers compared
     * @param scoresDiffering answers whose score is not bit for bit the recorded one
     * @param rewardsDiffering answers whose reward is not
     * @param credit spreads rewards that are others now over tokens, where token rewards are learned from
     */
    public record Outcome(
            Map<Position, Map<String, Worth>> byPosition,
            long answers,
            long scoresDiffering,
            long rewardsDiffering,
            Credit credit) {
        /** The same where nobody learns from token rewards. */
        public Outcome(
                Map<Position, Map<String, Worth>> byPosition,
                long answers,
                long scoresDiffering,
                long rewardsDiffering) {
            this(byPosition, answers, scoresDiffering, rewardsDiffering, (unusedReward, unusedTokens) -> new float[0]);
        }

        /**
         * The group of a recorded input with its rewards of now; none for a group that is left out.
         *
         * @throws FatalException when token rewards are learned from and cannot be found again
         */
        public Optional<InputRecord<RolloutGroup>> of(InputRecord<RolloutGroup> record) {
            return Optional.ofNullable(byPosition.get(record.position()))
                    .map(worth ->
                            same(record.value(), worth) ? record : record.withValue(revalued(record.value(), worth)));
        }

        /** Whether {@code group} is worth something else now than it was recorded with, or is left out. */
        public boolean alters(RecordedGroup group) {
            Map<String, Worth> worth = byPosition.get(group.position());
            return worth == null
                    || group.answers().stream().anyMatch(answer -> {
                        Worth now = Objects.requireNonNull(worth.get(answer.rolloutId()), answer.rolloutId());
                        return Double.compare(now.reward(), answer.reward()) != 0
                                || !now.score().equals(answer.score().map(Score::mean))
                                || (answer.approval().isPresent() && !now.judged());
                    });
        }

        private static boolean same(RolloutGroup group, Map<String, Worth> worth) {
            return Stream.concat(group.rollouts().stream(), group.startAnswers().stream())
                    .allMatch(rollout -> Objects.requireNonNull(worth.get(rollout.rolloutId()), rollout.rolloutId())
                            .sameFor(rollout));
        }

        private RolloutGroup revalued(RolloutGroup group, Map<String, Worth> worth) {
            return group.withRollouts(revalued(group.rollouts(), worth))
                    .withStartAnswers(revalued(group.startAnswers(), worth));
        }

        private List<GroupRollout> revalued(List<GroupRollout> answers, Map<String, Worth> worth) {
            List<GroupRollout> rollouts = new ArrayList<>();
            for (GroupRollout rollout : answers) {
                Worth now = Objects.requireNonNull(worth.get(rollout.rolloutId()), rollout.rolloutId());
                rollouts.add(new GroupRollout(
                        rollout.rolloutId(),
                        rollout.promptTokens(),
                        rollout.tokens(),
                        rollout.behaviourLogProbs(),
                        rollout.oldestVersion(),
                        now.reward(),
                        rollout.label().filter(label -> now.judged()),
                        now.score(),
                        now.keepsTokens(rollout)
                                ? rollout.tokenRewards()
                                : credit.of(now.reward(), rollout.tokens().length),
                        rollout.reference()));
            }
            return rollouts;
        }
    }

    /** @param groups in {@link RecordedGroup#ORDER} */
    public Rescoring(List<RecordedGroup> groups) {
        this.groups = groups;
        groups.stream().filter(RecordedGroup::scored).forEach(group -> byVersion
                .computeIfAbsent(group.rewardVersion(), first -> new ArrayList<>())
                .add(group));
    }

    /** Scores the groups of {@code version}. */
    public void version(long version, Function<List<ScoreInput>, double[][]> scorer) {
        for (RecordedGroup group : byVersion.getOrDefault(version, List.of())) {
            double[][] members =
                    scorer.apply(group.answers().stream().map(Rescoring::text).toList());
            scores.put(
                    group.position(),
                    Arrays.stream(members).map(RewardReplay::score).toList());
        }
    }

    /** Groups that were scored by versions up to {@code version} keep the scores they were recorded with. */
    public void asRecorded(long version) {
        asRecorded = version;
    }

    private static ScoreInput text(RecordedGroup.Answer answer) {
        return answer.text()
                .orElseThrow(
                        () -> new FatalException(
                                "Rollout " + answer.rolloutId()
                                        + " was scored, but its text is no longer in the topic of rollouts; raise that topic's retention"));
    }

    /**
     * Rewards under these transforms.
     *
     * @throws FatalException when a version that scored groups was never met
     */
    public Outcome rewards(RewardSettings settings) {
        RewardReplay transforms = new RewardReplay(settings);
        Map<Position, Map<String, Worth>> byPosition = new HashMap<>();
        Count count = new Count();
        for (RecordedGroup group : groups) {
            List<RewardReplay.Rewarded> rewarded =
                    transforms.rewards(group.position().partition(), group.revision() == 1, answers(group));
            Map<String, Worth> worth = new LinkedHashMap<>();
            for (int i = 0; i < rewarded.size(); i++) {
                RecordedGroup.Answer answer = group.answers().get(i);
                worth.put(answer.rolloutId(), worth(rewarded.get(i), answer, group.whole()));
                count.compare(group, answer, rewarded.get(i));
            }
            byPosition.put(group.position(), worth);
        }
        return new Outcome(byPosition, count.answers, count.scores, count.rewards, transforms::tokenRewards);
    }

    private static Worth worth(RewardReplay.Rewarded now, RecordedGroup.Answer answer, boolean whole) {
        Double score = now.score();
        return new Worth(
                now.reward(), Optional.ofNullable(score), answer.approval().isPresent(), whole);
    }

    private List<RewardReplay.Answer> answers(RecordedGroup group) {
        List<Score> now = group.scored() ? scores(group) : List.of();
        List<RewardReplay.Answer> answers = new ArrayList<>();
        for (int i = 0; i < group.answers().size(); i++) {
            RecordedGroup.Answer answer = group.answers().get(i);
            answers.add(new RewardReplay.Answer(
                    answer.rolloutId(),
                    answer.tokens(),
                    now.isEmpty() ? null : now.get(i),
                    answer.approval().orElse(null),
                    answer.approvalWeight(),
                    answer.feedbackProbability(),
                    answer.similarity(),
                    answer.ofStart()));
        }
        return answers;
    }

    private List<Score> scores(RecordedGroup group) {
        List<Score> now = scores.get(group.position());
        if (now != null) {
            return now;
        }
        if (group.rewardVersion() > asRecorded) {
            throw new FatalException("Version " + group.rewardVersion() + " of the reward model scored the group at "
                    + group.position() + ", but neither the training log nor the version topic says after which step"
                    + " it was taken; restore them");
        }
        return group.answers().stream()
                .map(answer -> answer.score()
                        .orElseThrow(() -> new FatalException("Rollout " + answer.rolloutId() + " of the group at "
                                + group.position() + " has no score, though its group was scored; restore the topic")))
                .toList();
    }

    private static final class Count {
        private long answers;
        private long scores;
        private long rewards;

        void compare(RecordedGroup group, RecordedGroup.Answer recorded, RewardReplay.Rewarded now) {
            if (group.scored()) {
                answers++;
                Double score = now.score();
                scores += Optional.ofNullable(score).equals(recorded.score().map(Score::mean)) ? 0 : 1;
                rewards += Double.compare(now.reward(), recorded.reward()) == 0 ? 0 : 1;
            }
        }
    }
}
