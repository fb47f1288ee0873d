package io.thumbstream.launcher.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.thumbstream.launcher.recorded.RecordedGroup;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RecordedReference;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.reward.RewardReplay;
import io.thumbstream.reward.RewardSettings;
import io.thumbstream.reward.head.Score;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.error.FatalException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Semantics locked here: what was scored before a run is taken up in its middle keeps its scores, and rewards are those of the whole
 * run, running means included.
 */
class RescoringTest {
    private static final double[][] OLD = {{1, 3}, {2, 2}};
    private static final double[][] NEW = {{0, 4}, {6, 8}};

    /** What tokens earned in the run; no credit assigner would give it. */
    private static final float[] EARNED = {1, 2, 3, 4};

    private final RewardSettings settings = running(RewardSettings.defaults().credit());

    @Test
    void shouldGiveTheSameRewardsWhenOldGroupsKeepTheirScores() {
        List<RecordedGroup> recorded = recorded();

        Rescoring rescoring = new Rescoring(recorded);
        rescoring.asRecorded(1);
        rescoring.version(2, texts -> NEW);
        Rescoring.Outcome outcome = rescoring.rewards(settings);

        assertThat(outcome.answers()).isEqualTo(4);
        assertThat(outcome.scoresDiffering()).isZero();
        assertThat(outcome.rewardsDiffering()).isZero();
        assertThat(recorded).noneMatch(outcome::alters);
    }

    @Test
    void shouldNameGroupsThatAreWorthSomethingElseOrAreLeftOut() {
        List<RecordedGroup> recorded = recorded();

        Rescoring rescoring = new Rescoring(recorded.subList(1, 2));
        rescoring.version(2, texts -> OLD);
        Rescoring.Outcome outcome = rescoring.rewards(settings);

        assertThat(outcome.alters(recorded.get(0))).as("left out").isTrue();
        assertThat(outcome.alters(recorded.get(1))).as("scored otherwise").isTrue();
    }

    @Test
    void shouldRefuseAVersionThatWasNeitherMetNorRecorded() {
        Rescoring rescoring = new Rescoring(recorded());
        rescoring.version(1, texts -> OLD);

        assertThatThrownBy(() -> rescoring.rewards(settings))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("Version 2 of the reward model");
    }

    @Test
    void shouldSpreadARewardThatIsAnotherAgainAndKeepWhatTokensEarnedOtherwise() {
        List<RecordedGroup> recorded = recorded();
        InputRecord<RolloutGroup> same = input(recorded.get(0), EARNED);
        InputRecord<RolloutGroup> other = input(recorded.get(1), EARNED);

        Rescoring.Outcome outcome = rescored(recorded, "uniform");

        assertThat(outcome.of(same)).containsSame(same);
        GroupRollout before = other.value().rollouts().get(1);
        GroupRollout now = outcome.of(other).orElseThrow().value().rollouts().get(1);
        float share = (float) (now.reward() / 4);
        assertThat(now.reward()).isNotEqualTo(before.reward());
        assertThat(now.reference())
                .as("what a record says of the reference policy stays, or a step would be another one")
                .isPresent()
                .isEqualTo(before.reference());
        assertThat(now.tokenRewards()).containsExactly(share, share, share, share);
    }

    @Test
    void shouldRefuseToSpreadByWhatPeoplePointedAtOnlyWhereThatIsNeeded() {
        List<RecordedGroup> recorded = recorded();
        InputRecord<RolloutGroup> same = input(recorded.get(0), EARNED);
        InputRecord<RolloutGroup> other = input(recorded.get(1), EARNED);
        InputRecord<RolloutGroup> otherAsAWhole = input(recorded.get(1), new float[0]);

        Rescoring.Outcome outcome = rescored(recorded, "at-event");

        assertThat(outcome.of(same)).containsSame(same);
        assertThatThrownBy(() -> outcome.of(other))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("at-event");
        assertThat(outcome.of(otherAsAWhole).orElseThrow().value().rollouts())
                .allSatisfy(rollout -> assertThat(rollout.tokenRewards()).isEmpty());
    }

    @Test
    void shouldNotKeepWhatTokensEarnedByAWordThatIsLeftOut() {
        RecordedGroup whole = recorded().get(0);
        RecordedGroup less = new RecordedGroup(
                whole.position(), whole.revision(), whole.rewardVersion(), whole.userKey(), whole.answers(), false);
        InputRecord<RolloutGroup> input = input(whole, EARNED);

        Rescoring.Outcome spread = rescored(List.of(less), "terminal");
        Rescoring.Outcome pointed = rescored(List.of(less), "at-event");

        GroupRollout now = spread.of(input).orElseThrow().value().rollouts().get(0);
        assertThat(now.reward()).isEqualTo(input.value().rollouts().get(0).reward());
        assertThat(now.tokenRewards()).containsExactly(0f, 0f, 0f, (float) now.reward());
        assertThatThrownBy(() -> pointed.of(input)).isInstanceOf(FatalException.class);
    }

    @Test
    void shouldScoreAnswersOfTheStartPolicyAnewLikeTheOthers() {
        List<RecordedGroup> recorded = recorded();
        InputRecord<RolloutGroup> all = input(recorded.get(1), new float[0]);
        List<GroupRollout> answers = all.value().rollouts();
        List<GroupRollout> beside = answers.subList(1, answers.size());
        InputRecord<RolloutGroup> apart =
                all.withValue(all.value().withRollouts(answers.subList(0, 1)).withStartAnswers(beside));
        Rescoring.Outcome outcome = rescored(recorded, "terminal");

        List<GroupRollout> now = outcome.of(all).orElseThrow().value().rollouts();
        assertThat(outcome.of(apart).orElseThrow().value().startAnswers())
                .extracting(GroupRollout::score)
                .isEqualTo(now.subList(1, now.size()).stream()
                        .map(GroupRollout::score)
                        .toList())
                .isNotEqualTo(beside.stream().map(GroupRollout::score).toList());
    }

    /** Both versions score as the old one did. */
    private static Rescoring.Outcome rescored(List<RecordedGroup> recorded, String credit) {
        Rescoring rescoring = new Rescoring(recorded);
        rescoring.version(1, texts -> OLD);
        rescoring.version(2, texts -> OLD);
        return rescoring.rewards(running(TechniqueChoice.of(credit)));
    }

    private static InputRecord<RolloutGroup> input(RecordedGroup group, float[] tokenRewards) {
        List<GroupRollout> rollouts = new ArrayList<>();
        for (RecordedGroup.Answer answer : group.answers()) {
            rollouts.add(new GroupRollout(
                    answer.rolloutId(),
                    new int[] {1},
                    new int[4],
                    new float[4],
                    0,
                    answer.reward(),
                    Optional.empty(),
                    answer.score().map(Score::mean),
                    tokenRewards,
                    Optional.of(new RecordedReference(new float[] {-1, -2, -3, -4}, 0, "abc", 1))));
        }
        return new InputRecord<>(group.position(), "g", 1, new RolloutGroup("g", 1, rollouts, Instant.EPOCH));
    }

    /** Two groups of one partition, scored by versions 1 and 2, with the rewards that the service gave. */
    private List<RecordedGroup> recorded() {
        List<RecordedGroup> plain = List.of(group(1, OLD, Map.of()), group(2, NEW, Map.of()));
        Rescoring service = new Rescoring(plain);
        service.version(1, texts -> OLD);
        service.version(2, texts -> NEW);
        Rescoring.Outcome given = service.rewards(settings);
        assertThat(given.rewardsDiffering()).as("rewards that are not zero").isPositive();
        return List.of(group(1, OLD, rewards(given, plain.get(0))), group(2, NEW, rewards(given, plain.get(1))));
    }

    private static Map<String, Rescoring.Worth> rewards(Rescoring.Outcome outcome, RecordedGroup group) {
        return outcome.byPosition().getOrDefault(group.position(), Map.of());
    }

    private static RecordedGroup group(long version, double[][] members, Map<String, Rescoring.Worth> worth) {
        List<RecordedGroup.Answer> answers = new ArrayList<>();
        for (int i = 0; i < members.length; i++) {
            String id = version + "-" + i;
            Score score = RewardReplay.score(members[i]);
            double reward =
                    worth.getOrDefault(id, new Rescoring.Worth(0, false)).reward();
            answers.add(new RecordedGroup.Answer(
                    id,
                    1,
                    Optional.of(new ScoreInput("question", id)),
                    Optional.of(score),
                    reward,
                    Optional.empty(),
                    0,
                    1,
                    List.of()));
        }
        return new RecordedGroup(new Position("experience", 0, version), 1, version, Optional.of("ann"), answers);
    }

    private static RewardSettings running(TechniqueChoice credit) {
        RewardSettings usual = RewardSettings.defaults();
        return new RewardSettings(
                usual.modelName(),
                usual.applicationId(),
                usual.threads(),
                usual.commitInterval(),
                usual.shutdown(),
                usual.joiner(),
                usual.pace(),
                usual.interpreters(),
                List.of(new TechniqueChoice(
                        "centre", JsonNodeFactory.instance.objectNode().put("around", "running"))),
                credit);
    }
}
