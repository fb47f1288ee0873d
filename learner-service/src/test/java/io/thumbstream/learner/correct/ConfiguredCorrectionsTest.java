package io.thumbstream.learner.correct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.error.ConfigException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfiguredCorrectionsTest {
    private static final KindCorrection NONE = KindCorrection.NONE;
    private static final KindCorrection LATE = new KindCorrection(
            Silence.NEGATIVE,
            List.of(new TechniqueChoice(
                    "elapsed-time", JsonNodeFactory.instance.objectNode().put("arrived", 0.5))));
    private static final KindCorrection ASKED =
            new KindCorrection(Silence.UNOBSERVED, List.of(TechniqueChoice.of("inverse-asking")));

    private static ConfiguredCorrections of(KindCorrection thumb, KindCorrection pair, KindCorrection outcome) {
        return new ConfiguredCorrections(CorrectionSettings.of(
                Map.of(FeedbackKind.THUMB, thumb, FeedbackKind.PAIR, pair, FeedbackKind.OUTCOME, outcome)));
    }

    @Test
    void shouldLearnLabelsAsTheyAreUnlessToldOtherwise() {
        ConfiguredCorrections corrections = new ConfiguredCorrections(CorrectionSettings.none());

        assertThat(corrections.none()).isTrue();
        assertThat(corrections.correct(Known.NO, Known.asked(0.1), 0.5)).isSameAs(Known.NO);
    }

    @Test
    void shouldHearSilenceOnlyOfKindsWithARule() {
        ConfiguredCorrections corrections = of(ASKED, NONE, LATE);

        assertThat(corrections.hears(Known.silence(60))).isTrue();
        assertThat(corrections.hears(new Evidence(FeedbackKind.THUMB, true, 60, 1)))
                .isFalse();
        assertThat(corrections.hears(new Evidence(FeedbackKind.RATING, true, 60, 1)))
                .isFalse();
        assertThat(corrections.hears(Known.asked(0.1))).isTrue();
    }

    @Test
    void shouldMakeSilenceANoWhateverItsRecordSays() {
        Target silence = of(NONE, NONE, LATE).correct(Target.of(0.5, 1), Known.silence(60), 0.5);

        assertThat(silence.value()).isZero();
        assertThat(silence.weight()).isCloseTo(1.25 * 2 / 3, within(1e-12));
    }

    @Test
    void shouldCorrectEachKindInItsOwnWay() {
        ConfiguredCorrections corrections = of(ASKED, ASKED, LATE);

        assertThat(corrections.correct(Known.YES, Known.asked(0.1), 0.5).weight())
                .isCloseTo(10, within(1e-12));
        assertThat(corrections.correct(Known.YES, Known.said(5), 0.5).weight()).isCloseTo(1.25, within(1e-12));
    }

    @Test
    void shouldStayFiniteWhenTheModelIsSure() {
        ConfiguredCorrections corrections = of(NONE, NONE, LATE);

        assertThat(corrections.correct(Known.NO, Known.silence(60), 1).weight()).isBetween(0.0, 2.0);
        assertThat(corrections.correct(Known.YES, Known.said(1), 0).weight()).isCloseTo(1, within(1e-5));
    }

    @Test
    void shouldNameEveryContradictionAtOnce() {
        KindCorrection both = new KindCorrection(
                Silence.NEGATIVE, List.of(TechniqueChoice.of("elapsed-time"), TechniqueChoice.of("delay-model")));
        KindCorrection deaf =
                new KindCorrection(Silence.UNOBSERVED, List.of(TechniqueChoice.of("fake-negative-weighted")));

        assertThatThrownBy(() -> of(both, LATE, deaf))
                .isInstanceOfSatisfying(ConfigException.class, refused -> assertThat(refused.problems())
                        .hasSize(3)
                        .anyMatch(problem -> problem.startsWith("corrections of thumb") && problem.contains("keep one"))
                        .anyMatch(problem -> problem.startsWith("corrections of pair"))
                        .anyMatch(problem ->
                                problem.startsWith("corrections of outcome") && problem.contains("silence: negative")));
    }

    @Test
    void shouldRefuseToWeighByAskingWhereSilenceIsANo() {
        KindCorrection contradiction =
                new KindCorrection(Silence.NEGATIVE, List.of(TechniqueChoice.of("inverse-asking")));

        assertThatThrownBy(() -> of(contradiction, NONE, NONE))
                .hasMessageContaining("inverse-asking takes silence as unobserved");
    }

    @Test
    void shouldRefuseAnUnknownTechniqueWithItsKind() {
        KindCorrection unknown = new KindCorrection(Silence.NEGATIVE, List.of(TechniqueChoice.of("elapsed-tim")));

        assertThatThrownBy(() -> of(unknown, NONE, NONE))
                .hasMessageContaining("corrections of thumb")
                .hasMessageContaining("elapsed-time");
    }
}
