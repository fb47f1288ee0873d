package io.thumbstream.learner.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.runtime.error.ConfigException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TermReadingTest {
    private final FixedTrunk trunk = new FixedTrunk(Map.of(), true);

    private static AuxiliaryRewardTerm contrast(double dropout) {
        return new ViewContrastTerm(new ViewContrastTerm.Settings(0.1, 0.05, dropout));
    }

    @Test
    void shouldReadNothingButScoresWhenNoTermAsksForMore() {
        TermReading none = TermReading.of(List.of(new CentringTerm(new CentringTerm.Settings(0.1))));

        assertThat(none).isEqualTo(new TermReading(false, OptionalDouble.empty()));
        none.require(trunk);
    }

    @Test
    void shouldReadWhatAnyTermReadsAndShowAllTheSameViews() {
        AuxiliaryRewardTerm views = AuxiliaryRewardTerms.CATALOG.create("multi-view-term");
        AuxiliaryRewardTerm text = AuxiliaryRewardTerms.CATALOG.create("text-generation-term");

        assertThat(TermReading.of(List.of(contrast(0.1), text, views)))
                .isEqualTo(new TermReading(true, OptionalDouble.of(0.1)));
        assertThatThrownBy(() -> TermReading.of(List.of(contrast(0.2), views)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("a dropout of 0.2 and of 0.1; all see the same views");
    }

    @Test
    void shouldRefuseATrunkThatShowsNoStates() {
        TermReading reading = TermReading.of(List.of(contrast(0.1)));

        assertThatThrownBy(() -> reading.require(trunk))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("which this fixed trunk does not learn")
                .hasMessageContaining("set learner.reward.trunk to transformer");
        assertThatThrownBy(() -> reading.open(trunk, List.of(), 1)).isInstanceOf(UnsupportedOperationException.class);
    }
}
