package io.thumbstream.learner.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.learner.replay.BinaryLabel;
import io.thumbstream.learner.replay.GroupRollout;
import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.schemas.StartAnswers;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.FinishReason;
import io.thumbstream.schemas.avro.Observation;
import io.thumbstream.schemas.avro.ReferenceLogProbs;
import io.thumbstream.schemas.avro.ScoredRollout;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose label an answer has, and its score, reach the learner with it. */
class ExperienceTranslatorTest {
    private final ExperienceTranslator translator = new ExperienceTranslator();

    private static ScoredRollout rollout(int index, Observation observation) {
        return ScoredRollout.newBuilder()
                .setRolloutId("g." + index)
                .setIndex(index)
                .setPromptTokens(List.of(1, 2))
                .setTokens(List.of(3))
                .setBehaviourLogProbs(List.of(-0.5f))
                .setOldestPolicyVersion(4)
                .setNewestPolicyVersion(4)
                .setReward(0.25)
                .setScore(index == 0 ? 1.5 : Double.NaN)
                .setTokenRewards(List.of(0.25f))
                .setLabelState(observation)
                .setLabelValue(1.0)
                .setLabelWeight(2)
                .setFinishReason(FinishReason.STOP)
                .setDisplayed(index == 0)
                .build();
    }

    private static Experience experience(Optional<String> person) {
        Experience.Builder experience = Experience.newBuilder()
                .setGroupId("g")
                .setRevision(1)
                .setRollouts(List.of(rollout(0, Observation.OBSERVED), rollout(1, Observation.CENSORED)))
                .setExpectedSize(2)
                .setCompleteness(1)
                .setLabelState(Observation.OBSERVED)
                .setRewardModel("support")
                .setRewardVersion(3)
                .setEventTime(Instant.EPOCH);
        person.ifPresent(experience::setUserKey);
        return experience.build();
    }

    private List<Optional<BinaryLabel>> labels(Optional<String> person) {
        return translator.translate(experience(person)).orElseThrow().value().rollouts().stream()
                .map(rollout -> rollout.label())
                .toList();
    }

    @Test
    void shouldCarryThePersonWithTheLabelAndSilenceAsNoLabel() {
        assertThat(labels(Optional.of("ann")))
                .containsExactly(Optional.of(new BinaryLabel(1, 2, Optional.of("ann"))), Optional.empty());
        assertThat(labels(Optional.empty()))
                .containsExactly(Optional.of(new BinaryLabel(1, 2, Optional.empty())), Optional.empty());
    }

    @Test
    void shouldLeaveOutAnswersOfTheStartPolicyThatOthersWereComparedWith() {
        ScoredRollout start = ScoredRollout.newBuilder(rollout(2, Observation.CENSORED))
                .setOldestPolicyVersion(0)
                .setNewestPolicyVersion(0)
                .setComponents(Map.of(StartAnswers.COMPONENT, 1.0))
                .build();
        Experience two = experience(Optional.empty());
        Experience.Builder three = Experience.newBuilder(two);
        three.setRollouts(List.of(two.getRollouts().get(0), two.getRollouts().get(1), start));

        assertThat(translator.translate(three.build()).orElseThrow().value().rollouts())
                .extracting(rollout -> rollout.rolloutId())
                .containsExactly("g.0", "g.1");
        three.setRollouts(List.of(start));
        assertThat(translator.translate(three.build())).isEmpty();
    }

    @Test
    void shouldCarryAnswersOfTheStartPolicyBesideTheGroupOnlyWhereTheyAreAskedFor() {
        ScoredRollout start = ScoredRollout.newBuilder(rollout(2, Observation.CENSORED))
                .setComponents(Map.of(StartAnswers.COMPONENT, 1.0))
                .build();
        ScoredRollout broken = ScoredRollout.newBuilder(start)
                .setRolloutId("g.3")
                .setFinishReason(FinishReason.CANCELLED)
                .build();
        Experience.Builder record = Experience.newBuilder(experience(Optional.empty()));
        record.setRollouts(List.of(rollout(0, Observation.OBSERVED), start, broken));

        RolloutGroup read = new ExperienceTranslator(false, true)
                .translate(record.build())
                .orElseThrow()
                .value();
        assertThat(read.rollouts()).extracting(GroupRollout::rolloutId).containsExactly("g.0");
        assertThat(read.startAnswers()).extracting(GroupRollout::rolloutId).containsExactly("g.2");
        assertThat(translator.translate(record.build()).orElseThrow().value().startAnswers())
                .isEmpty();
    }

    @Test
    void shouldCarryTheScoreWhereItIsANumber() {
        assertThat(translator
                        .translate(experience(Optional.empty()))
                        .orElseThrow()
                        .value()
                        .rollouts())
                .extracting(rollout -> rollout.score())
                .containsExactly(Optional.of(1.5), Optional.empty());
    }

    @Test
    void shouldCarryWhatTokensEarnedOnlyWhenItIsAskedFor() {
        Experience record = experience(Optional.empty());

        assertThat(new ExperienceTranslator(true, false)
                        .translate(record)
                        .orElseThrow()
                        .value()
                        .rollouts())
                .allSatisfy(rollout -> assertThat(rollout.tokenRewards()).containsExactly(0.25f));
        assertThat(translator.translate(record).orElseThrow().value().rollouts())
                .allSatisfy(rollout -> assertThat(rollout.tokenRewards()).isEmpty());
    }

    @Test
    void shouldCarryWhatTheRecordSaysOfAReferencePolicy() {
        ScoredRollout told = ScoredRollout.newBuilder(rollout(0, Observation.OBSERVED))
                .setReferenceLogProbs(ReferenceLogProbs.newBuilder()
                        .setLogProbs(List.of(1e-6f))
                        .setPolicyVersion(0)
                        .setSha256("abc")
                        .setTemperature(0.5)
                        .build())
                .build();
        Experience record = Experience.newBuilder(experience(Optional.empty()))
                .setRollouts(List.of(told, rollout(1, Observation.CENSORED)))
                .build();

        List<GroupRollout> rollouts =
                translator.translate(record).orElseThrow().value().rollouts();
        assertThat(rollouts.get(0).reference()).hasValueSatisfying(known -> {
            assertThat(known.logProbs())
                    .as("rounding may lift a sure token above zero")
                    .containsExactly(0f);
            assertThat(known.sha256()).isEqualTo("abc");
            assertThat(known.temperature()).isEqualTo(0.5);
        });
        assertThat(rollouts.get(1).reference()).isEmpty();
        assertThat(rollouts.get(0).judged(1).reference())
                .as("as one of a pair")
                .isEqualTo(rollouts.get(0).reference());
    }

    @Test
    void shouldRefuseTokenRewardsThatAreNotOnePerTokenWhenTheyAreAskedFor() {
        ScoredRollout odd = ScoredRollout.newBuilder(rollout(1, Observation.CENSORED))
                .setTokenRewards(List.of(0.125f, 0.125f))
                .build();
        Experience record = Experience.newBuilder(experience(Optional.empty()))
                .setRollouts(List.of(rollout(0, Observation.OBSERVED), odd))
                .build();

        assertThatThrownBy(() -> new ExperienceTranslator(true, false).translate(record))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Group g: rollout g.1 has 1 tokens but 2 token rewards");
        assertThat(translator.translate(record)).isPresent();
    }
}
