package io.thumbstream.launcher.technique;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.runtime.config.SettingsWriter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Which techniques settings use, and where those were shown. */
class TechniqueUseTest {
    @Test
    void shouldFindTechniquesWhereverSettingsChooseThem() throws IOException {
        assertThat(
                        TechniqueUse.of(
                                new YAMLMapper()
                                        .readTree(
                                                """
                                reward: {transforms: [{name: par}, {name: not-there}]}
                                learner:
                                  policy: {objective: {name: bco, beta: 0.2}}
                                  reward: {core: {objective: {name: bradley-terry}}}
                                drift: {signals: {watch: [{measure: equal-groups, monitor: {name: two-windows}}]}}
                                """)))
                .containsExactly(
                        "reward transform par",
                        "reward objective bradley-terry",
                        "policy objective bco",
                        "drift monitor two-windows");
        assertThat(TechniqueUse.of(SettingsWriter.toTree(ThumbstreamSettings.defaults())))
                .contains("reward transform bounded-preference", "reward transform centre")
                .doesNotContain("ask policy random-asking");
    }

    @Test
    void shouldCountAnAskPolicyOnlyWhereSomebodyIsAsked() throws IOException {
        String asking = "reward: {asking: {policy: {name: info-asking}, budget: %s}}";

        assertThat(TechniqueUse.of(new YAMLMapper().readTree(asking.formatted("0.2"))))
                .containsExactly("ask policy info-asking");
        assertThat(TechniqueUse.of(new YAMLMapper().readTree(asking.formatted("0"))))
                .isEmpty();
    }

    @Test
    void shouldCountPagesThatReproducedTheirClaimAndNameTheOthersWithTheirVerdict() {
        assertThat(shown()).isEqualTo("not yet");
        assertThat(shown("a.md", "b.md")).isEqualTo("a.md, b.md");
        assertThat(shown("a.md (inconclusive)", "b.md")).isEqualTo("b.md; a.md (inconclusive)");
        assertThat(shown("a.md (inconclusive)", "b.md (not reproduced)"))
                .isEqualTo("not yet; a.md (inconclusive), b.md (not reproduced)");
    }

    @Test
    void shouldTakeTheSentenceOnHowOursDiffers() {
        assertThat(explanation("Unbiased. Ours floors it. Use it.", List.of()).difference())
                .isEqualTo("Ours floors it.");
        assertThat(explanation("Unbiased.", List.of()).difference()).isEmpty();
    }

    private static String shown(String... results) {
        return explanation("", List.of(results)).shown(UnaryOperator.identity());
    }

    private static Explanation explanation(String remarks, List<String> results) {
        return new Explanation("", "", "", remarks, Map.of(), results);
    }
}
