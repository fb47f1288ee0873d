package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.learner.correct.CorrectionSettings;
import io.thumbstream.learner.correct.FeedbackKind;
import io.thumbstream.learner.correct.KindCorrection;
import io.thumbstream.learner.correct.Silence;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RewardCoreSettingsTest {
    @Test
    void shouldRefuseCorrectionsThatContradictTheRuleForSilence() {
        RewardCoreSettings usual = RewardCoreSettings.defaults();
        CorrectionSettings deaf = CorrectionSettings.of(Map.of(
                FeedbackKind.THUMB,
                new KindCorrection(Silence.UNOBSERVED, List.of(TechniqueChoice.of("elapsed-time")))));

        assertThatThrownBy(() -> new RewardCoreSettings(
                        usual.objective(),
                        usual.terms(),
                        usual.batch(),
                        usual.maxWait(),
                        usual.recentLabels(),
                        usual.uses(),
                        usual.pairUses(),
                        usual.drift(),
                        usual.people(),
                        deaf,
                        usual.trust()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("corrections of thumb")
                .hasMessageContaining("silence: negative");
    }
}
