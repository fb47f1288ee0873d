package io.thumbstream.learner.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.learner.correct.Evidence;
import io.thumbstream.learner.reward.LabelKind;
import io.thumbstream.learner.reward.Provenance;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.schemas.avro.FeedbackKind;
import io.thumbstream.schemas.avro.Label;
import io.thumbstream.schemas.avro.LabelItem;
import io.thumbstream.schemas.avro.Observation;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a label came to be known reaches the learner with it. */
class LabelTranslatorTest {
    private final LabelTranslator translator = new LabelTranslator();

    private static Label.Builder label(FeedbackKind kind, Observation observation) {
        return Label.newBuilder()
                .setLabelId("g/any/0")
                .setGroupId("g")
                .setRevision(3)
                .setKind(kind)
                .setItems(List.of(LabelItem.newBuilder()
                        .setRolloutId("g.0")
                        .setPrompt("user: hello")
                        .setResponse("hello")
                        .setPolicyVersion(4)
                        .build()))
                .setValue(0.5)
                .setWeight(2)
                .setObservation(observation)
                .setDelaySeconds(12.5)
                .setPropensity(0.25)
                .setInterpreter("thumb")
                .setEventTime(Instant.EPOCH);
    }

    private RewardLabel translated(Label.Builder label) {
        return translator.translate(label.build()).orElseThrow().value();
    }

    @Test
    void shouldCarryDelayAndPropensityWithWhatWasSaid() {
        RewardLabel thumb = translated(label(FeedbackKind.THUMB, Observation.OBSERVED));

        assertThat(thumb.evidence())
                .isEqualTo(new Evidence(io.thumbstream.learner.correct.FeedbackKind.THUMB, false, 12.5, 0.25));
        assertThat(thumb.weight()).isEqualTo(2);
    }

    @Test
    void shouldCarrySilenceAboutAKindAsSilence() {
        Label.Builder silence = label(FeedbackKind.OUTCOME, Observation.CENSORED);

        assertThat(translated(silence).evidence().silent()).isTrue();
        assertThat(translator.translate(silence.build()).orElseThrow().id()).isEqualTo("g/any/0");
    }

    @Test
    void shouldLeaveOutSilenceAboutNothingAndWhatIsStillOpen() {
        assertThat(translator.translate(
                        label(FeedbackKind.UNKNOWN, Observation.CENSORED).build()))
                .isEmpty();
        assertThat(translator.translate(
                        label(FeedbackKind.THUMB, Observation.PENDING).build()))
                .isEmpty();
    }

    @Test
    void shouldTakeTheFirstOfSeveralAnswersForTheBest() {
        LabelItem item =
                label(FeedbackKind.RANKING, Observation.OBSERVED).getItems().get(0);
        RewardLabel place =
                translated(label(FeedbackKind.RANKING, Observation.OBSERVED).setItems(List.of(item, item, item)));

        assertThat(place.kind()).isEqualTo(LabelKind.BEST);
        assertThat(place.items()).hasSize(3);
        assertThat(translated(label(FeedbackKind.RANKING, Observation.OBSERVED).setItems(List.of(item, item)))
                        .kind())
                .isEqualTo(LabelKind.PAIR);
    }

    @Test
    void shouldLearnOfKindsItDoesNotKnowWithoutCorrectingThem() {
        assertThat(translated(label(FeedbackKind.COMMENT, Observation.IMPUTED))
                        .evidence()
                        .kind())
                .isEqualTo(io.thumbstream.learner.correct.FeedbackKind.OTHER);
    }

    @Test
    void shouldSayOfWhatNobodySaidThatTheRewardModelThinksIt() {
        RewardLabel own = translated(label(FeedbackKind.UNKNOWN, Observation.IMPUTED));

        assertThat(own.provenance()).isEqualTo(Provenance.own("g", 4));
        assertThat(own.provenance().own()).isTrue();
        assertThat(translated(label(FeedbackKind.THUMB, Observation.OBSERVED)).provenance())
                .isEqualTo(Provenance.PERSON);
    }

    @Test
    void shouldRefuseARecordWhoseEvidenceIsImpossible() {
        Label.Builder impossible =
                label(FeedbackKind.THUMB, Observation.OBSERVED).setPropensity(0);

        assertThatThrownBy(() -> translator.translate(impossible.build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("propensity is 0.0");
    }
}
