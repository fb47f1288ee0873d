package io.thumbstream.learner.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.learner.replay.RolloutGroup;
import io.thumbstream.learner.reward.LabelKind;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.learner.trust.Decision;
import io.thumbstream.learner.trust.Ruling;
import io.thumbstream.schemas.avro.PersonDecision;
import io.thumbstream.schemas.avro.QuarantineDecision;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was decided reaches the learner as it was written; what the firewall decided reaches the policy learner alone. */
class DecisionTranslatorTest {
    private static final Instant AT = Instant.parse("2026-01-02T12:00:00Z");

    private final DecisionTranslator<RewardLabel> translator = DecisionTranslator.labels();

    private static QuarantineDecision.Builder decision(String person) {
        return QuarantineDecision.newBuilder()
                .setDecisionId("d1")
                .setUserKey(person)
                .setDecidedBy("carol")
                .setWhy("known")
                .setAt(AT);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CONVICT")
    void shouldGiveBackWhatWasDecided(Decision decision) {
        RecordTranslator.Translated<RewardLabel> translated = translator
                .translate(decision("ann")
                        .setDecision(DecisionTranslator.toWire(decision))
                        .build())
                .orElseThrow();

        assertThat(translated.id()).isEqualTo("d1");
        assertThat(translated.revision()).isEqualTo(1);
        assertThat(translated.value().kind()).isEqualTo(LabelKind.PERSON);
        assertThat(translated.value().decision()).contains(decision);
        assertThat(translated.value().userKey()).contains("ann");
        assertThat(translated.value().at()).contains(AT);
    }

    @ParameterizedTest
    @EnumSource(Decision.class)
    void shouldStandAmongGroupsWithoutAnswers(Decision decision) {
        RecordTranslator.Translated<RolloutGroup> translated = DecisionTranslator.groups()
                .translate(decision("ann")
                        .setDecision(DecisionTranslator.toWire(decision))
                        .build())
                .orElseThrow();

        assertThat(translated.id()).isEqualTo("d1");
        assertThat(translated.revision()).isEqualTo(1);
        assertThat(translated.value()).isEqualTo(RolloutGroup.about("d1", new Ruling("ann", decision), AT));
        assertThat(translated.value().decides()).isTrue();
        assertThat(translated.value().rollouts()).isEmpty();
        assertThat(translated.value().hasLabel()).isFalse();
    }

    @Test
    void shouldPassAConvictionOverAmongLabelsWithoutAnError() {
        QuarantineDecision conviction =
                decision("ann").setDecision(PersonDecision.CONVICT).build();

        assertThat(translator.translate(conviction)).isEmpty();
        assertThatThrownBy(() -> RewardLabel.about("ann", Decision.CONVICT, AT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no input of the reward learner");
    }

    @Test
    void shouldRefuseWhatItDoesNotUnderstand() {
        QuarantineDecision newer =
                decision("ann").setDecision(PersonDecision.UNKNOWN).build();
        QuarantineDecision silent = decision("ann").build();
        QuarantineDecision nobody =
                decision(" ").setDecision(PersonDecision.CLEAR).build();

        assertThatThrownBy(() -> translator.translate(newer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("d1");
        assertThatThrownBy(() -> translator.translate(silent)).hasMessageContaining("none of RELEASE");
        assertThatThrownBy(() -> translator.translate(nobody)).hasMessageContaining("names nobody");
    }
}
