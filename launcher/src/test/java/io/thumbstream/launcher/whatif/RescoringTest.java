package io.thumbstream.launcher.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.thumbstream.launcher.recorded.RecordedGroup;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.reward.RewardReplay;
import io.thumbstream.reward.RewardSettings;
import io.thumbstream.reward.head.Score;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.error.FatalException;
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

    private final RewardSettings settings = running();

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

    private static RewardSettings running() {
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
                usual.credit());
    }
}
