package io.thumbstream.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.reward.ask.ActiveQuerySelector;
import io.thumbstream.reward.ask.AskRule;
import io.thumbstream.reward.ask.AskingSettings;
import io.thumbstream.reward.assemble.JoinerSettings;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.error.ConfigException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RewardSettingsTest {

    @Test
    void shouldMakeAChainOfTheDefaults() {
        ConfiguredChain chain = new ConfiguredChain(RewardSettings.defaults());

        assertThat(chain.pipeline().model()).isEqualTo("reward/support");
        assertThat(chain.pipeline().chain().trace()).hasSize(2);
        assertThat(chain.pipeline().chain().trace().get(0))
                .startsWith("bounded-preference {")
                .contains("temperature");
    }

    @Test
    void shouldNameWhatAStageLacksAndWhatWouldProvideIt() {
        RewardSettings settings =
                with(List.of(TechniqueChoice.of("pair")), List.of(TechniqueChoice.of("observed-label-mix")));

        assertThatThrownBy(() -> new ConfiguredChain(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("observed-label-mix needs BINARY_LABEL")
                .hasMessageContaining("thumb");
    }

    @Test
    void shouldRefuseCreditAtPlacesThatNoInterpreterSees() {
        RewardSettings base = with(List.of(TechniqueChoice.of("thumb")), List.of());
        RewardSettings blind = new RewardSettings(
                base.modelName(),
                base.applicationId(),
                base.threads(),
                base.commitInterval(),
                base.shutdown(),
                base.joiner(),
                base.pace(),
                base.interpreters(),
                base.transforms(),
                TechniqueChoice.of("at-event"));

        assertThatThrownBy(() -> new ConfiguredChain(blind))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("at-event needs EVENT_POSITION")
                .hasMessageContaining("interpreter edit, feedback interpreter span");
    }

    @Test
    void shouldSuggestTheNearestNameWhenAReaderIsUnknown() {
        RewardSettings settings = with(List.of(TechniqueChoice.of("thumb"), TechniqueChoice.of("thubm")), List.of());

        assertThatThrownBy(() -> new ConfiguredChain(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("thubm")
                .hasMessageContaining("thumb");
    }

    @Test
    void shouldRefuseAReaderThatIsNamedTwice() {
        RewardSettings settings = with(List.of(TechniqueChoice.of("thumb"), TechniqueChoice.of("thumb")), List.of());

        assertThatThrownBy(() -> new ConfiguredChain(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("names 'thumb' twice");
    }

    @Test
    void shouldTakeEventPositionsOfTakeOversToo() {
        RewardSettings base = with(List.of(TechniqueChoice.of("takeover")), List.of());
        RewardSettings pointed = new RewardSettings(
                base.modelName(),
                base.applicationId(),
                base.threads(),
                base.commitInterval(),
                base.shutdown(),
                base.joiner(),
                base.pace(),
                base.interpreters(),
                base.transforms(),
                TechniqueChoice.of("at-event"));

        assertThat(new ConfiguredChain(pointed).interpreters().kinds())
                .containsExactlyInAnyOrder(FeedbackKind.EDIT, FeedbackKind.IMPLICIT);
    }

    @Test
    void shouldSummariseMembersByMeanAndStandardDeviation() {
        assertThat(RewardModels.summary(new double[] {1, 3}).mean()).isEqualTo(2);
        assertThat(RewardModels.summary(new double[] {1, 3}).deviation()).isEqualTo(1);
    }

    @Test
    void shouldRefuseSilenceOfAKindThatNoInterpreterReads() {
        RewardSettings base = RewardSettings.defaults();
        JoinerSettings silent = base.joiner().withSilence(List.of(FeedbackKind.THUMB, FeedbackKind.IMPLICIT));

        assertThatThrownBy(() -> new ConfiguredChain(with(silent, base.interpreters(), base.transforms())))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("reward.joiner.silence")
                .hasMessageContaining("IMPLICIT");
    }

    @Test
    void shouldAskNobodyUnlessThereIsABudget() {
        RewardSettings base = RewardSettings.defaults();
        assertThat(new ConfiguredChain(base).pipeline().asking()).isEmpty();

        AskRule rule = new ConfiguredChain(asking(base, TechniqueChoice.of("info-asking"), 0.25))
                .pipeline()
                .asking()
                .orElseThrow();
        assertThat(rule.name()).isEqualTo("info-asking");
        assertThat(rule.settings()).isEqualTo(new ActiveQuerySelector.Settings(0.25, 0.1, 500));
    }

    @Test
    void shouldRefuseAskingThatIsUnknownOutOfRangeOrUnheard() {
        RewardSettings base = RewardSettings.defaults();
        assertThatThrownBy(() -> new ConfiguredChain(asking(base, TechniqueChoice.of("marginal-asking"), 0)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no ask policy is called 'marginal-asking'");
        assertThatThrownBy(() -> asking(base, TechniqueChoice.of("random-asking"), 1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("budget is 1.5");
        assertThatThrownBy(() -> new AskingSettings(TechniqueChoice.of("random-asking"), 0, 0, 500))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("random-share is 0.0");

        RewardSettings deaf =
                asking(with(List.of(TechniqueChoice.of("thumb")), List.of()), TechniqueChoice.of("random-asking"), 0.5);
        assertThatThrownBy(() -> new ConfiguredChain(deaf))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("reward.asking.budget is 0.5")
                .hasMessageContaining("add pair to reward.interpreters");
    }

    private static RewardSettings asking(RewardSettings base, TechniqueChoice policy, double budget) {
        AskingSettings usual = AskingSettings.defaults();
        return new RewardSettings(
                base.modelName(),
                base.applicationId(),
                base.threads(),
                base.commitInterval(),
                base.shutdown(),
                base.joiner(),
                base.pace(),
                base.interpreters(),
                base.transforms(),
                base.credit(),
                new AskingSettings(policy, budget, usual.randomShare(), usual.memory()));
    }

    private static RewardSettings with(List<TechniqueChoice> interpreters, List<TechniqueChoice> transforms) {
        return with(RewardSettings.defaults().joiner(), interpreters, transforms);
    }

    private static RewardSettings with(
            JoinerSettings joiner, List<TechniqueChoice> interpreters, List<TechniqueChoice> transforms) {
        RewardSettings base = RewardSettings.defaults();
        return new RewardSettings(
                base.modelName(),
                base.applicationId(),
                base.threads(),
                base.commitInterval(),
                base.shutdown(),
                joiner,
                base.pace(),
                interpreters,
                transforms,
                base.credit());
    }
}
