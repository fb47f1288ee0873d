package io.thumbstream.launcher.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.tasks.lexicon.LexiconProxy;
import io.thumbstream.learner.RewardLearnerSettings;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TournamentTest {
    private static final BedSettings ABRUPT = new BedSettings(
            1,
            4,
            10,
            4,
            1,
            4,
            new BedSettings.Wishes(BedSettings.Change.ABRUPT, 3, 1),
            new BedSettings.Feedback(0.5, 0, 0, 0, 0));

    @Test
    void shouldReadTheShippedTournament() throws IOException {
        Tournament tournament = Tournament.load();

        assertThat(tournament.scenarios()).hasSize(9);
        assertThat(tournament.recipes()).hasSizeGreaterThanOrEqualTo(6).containsKeys("default", Tournament.UNTOUCHED);
        assertThat(Objects.requireNonNull(tournament.recipes().get("plain-ppo-frozen-reward"))
                        .rewardSteps())
                .isEqualTo(60);
        assertThat(tournament.only(List.of("hostile")).scenarios()).containsOnlyKeys("hostile");
        assertThatThrownBy(() -> tournament.only(List.of("calm"))).hasMessageContaining("'calm'");
        assertThatThrownBy(() -> Tournament.read(
                        new YAMLMapper().readTree("{recipes: {a: {settings: {}, speed: 3}}, default-recipe: a}")))
                .hasMessageContaining("speed");
    }

    @Test
    void shouldLetOtherRecipesCompeteWithTheDefault() throws IOException {
        YAMLMapper yaml = new YAMLMapper();
        Tournament shipped = Tournament.load();
        Tournament own = shipped.against(
                yaml.readTree("{fast: {reward-steps: 7, settings: {learner: {policy: {learning-rate: 0.002}}}}}"));

        assertThat(own.recipes()).containsOnlyKeys("default", Tournament.UNTOUCHED, "fast");
        assertThat(own.recipes()).containsEntry("default", shipped.recipes().get("default"));
        Arm fast = Objects.requireNonNull(own.recipes().get("fast"));
        assertThat(fast.rewardSteps()).isEqualTo(7);
        assertThat(fast.settings().learner().policy().learningRate()).isEqualTo(0.002);
        assertThat(fast.settings().learner().reward())
                .as("models of the bed are those of every recipe")
                .isEqualTo(Objects.requireNonNull(shipped.recipes().get("default"))
                        .settings()
                        .learner()
                        .reward());
        assertThat(fast.settings().learner().reward().trunk()).isEqualTo(RewardLearnerSettings.Trunk.TRANSFORMER);
        assertThat(own.scenarios()).isEqualTo(shipped.scenarios());
        for (String bad :
                List.of("{}", "[a]", "text", "{default: {settings: {}}}", "{untouched: {settings: {}}}", "{a: 3}")) {
            assertThatThrownBy(() -> shipped.against(yaml.readTree(bad)))
                    .as(bad)
                    .isInstanceOf(ConfigException.class);
        }
        assertThatThrownBy(() -> shipped.against(yaml.readTree("{a: {settings: {learner: {speed: 1}}}}")))
                .hasMessageContaining("speed");
        assertThatThrownBy(() -> shipped.against(yaml.readTree("{a: {}}"))).hasMessageContaining("no settings");
    }

    @Test
    void shouldPutAProxyInPlaceOfTheRewardModelOfARecipe() throws IOException {
        YAMLMapper yaml = new YAMLMapper();
        Tournament shipped = Tournament.load();
        Arm exact = Objects.requireNonNull(
                shipped.against(yaml.readTree("{exact: {settings: {}, proxy: {fault: gold, noise: 0.2}}}"))
                        .recipes()
                        .get("exact"));

        assertThat(exact.proxy()).contains(new LexiconProxy(LexiconProxy.Fault.GOLD, 1, 10, 0.2));
        assertThat(exact.settings())
                .isEqualTo(
                        Objects.requireNonNull(shipped.recipes().get("default")).settings());
        for (String bad : List.of("{fault: rust}", "{noise: -1}", "{speed: 2}")) {
            assertThatThrownBy(() -> shipped.against(yaml.readTree("{exact: {settings: {}, proxy: " + bad + "}}")))
                    .as(bad)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("exact");
        }
        assertThatThrownBy(() -> shipped.against(yaml.readTree("{a: {settings: {}, reward-steps: soon}}")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("reward-steps");
    }

    @Test
    void shouldMoveWishesAsTheScenarioSays() {
        assertThat(moved(BedSettings.Change.ABRUPT, 0.8)).containsExactly(0, 0, 0.8, 0.8, 0.8, 0.8);
        assertThat(moved(BedSettings.Change.GRADUAL, 0.9))
                .usingComparatorWithPrecision(1e-12)
                .containsExactly(0, 0, 0.3, 0.6, 0.9, 0.9);
        assertThat(moved(BedSettings.Change.RECURRING, 1)).containsExactly(0, 0, 0, 1, 1, 1);
        assertThat(moved(BedSettings.Change.NONE, 1)).containsOnly(0.0);
    }

    private static double[] moved(BedSettings.Change change, double share) {
        BedSettings bed = new BedSettings(
                1, 6, 1, 2, 1, 1, new BedSettings.Wishes(change, 3, share), new BedSettings.Feedback(1, 0, 0, 0, 0));
        double[] all = new double[6];
        for (int step = 1; step <= all.length; step++) {
            all[step - 1] = bed.moved(step);
        }
        return all;
    }

    @Test
    void shouldNameTheWinnerAndWhoCannotBeToldFromIt() {
        Standing standing = new Standing(
                "abrupt",
                ABRUPT,
                curves(Map.of(
                        "good",
                        List.of(curve(0.5, 0.8, 0.8, 0.4, 0.7), curve(0.5, 0.8, 0.8, 0.4, 0.8)),
                        "near",
                        List.of(curve(0.5, 0.8, 0.8, 0.3, 0.7), curve(0.5, 0.9, 0.8, 0.4, 0.8)),
                        "bad",
                        List.of(curve(0.5, 0.3, 0.3, 0.3, 0.3), curve(0.5, 0.3, 0.3, 0.3, 0.3)),
                        Tournament.UNTOUCHED,
                        List.of(curve(0.5, 0.5, 0.5, 0.4, 0.4), curve(0.5, 0.5, 0.5, 0.4, 0.4)))));

        assertThat(standing.winner()).isEqualTo("good");
        assertThat(standing.withinWinner("near")).isTrue();
        assertThat(standing.withinWinner("bad")).isFalse();
        assertThat(standing.worseThanUntouched("bad")).isTrue();
        assertThat(standing.worseThanUntouched("good")).isFalse();
        // gain before the change is 0.3; 0.27 over the untouched 0.4 are there at step 4, two steps of 10 prompts after
        // it
        assertThat(standing.votesToRecover("good")).isEqualTo(2 * 10 * 0.5, within(1e-9));
        // who gained nothing has nothing to get back
        assertThat(standing.votesToRecover("bad")).isNaN();
    }

    @Test
    void shouldCountWhatTheDefaultHasToShowAndDrawTheTable() throws IOException {
        Tournament tournament = Tournament.read(
                new YAMLMapper()
                        .readTree(
                                "{scenarios: {abrupt: {}}, recipes: {a: {settings: {}}, b: {settings: {}}}, default-recipe: a}"));
        Map<String, List<ArmCurve>> curves = curves(Map.of(
                "a",
                List.of(curve(0.5, 0.4, 0.3, 0.2, 0.2), curve(0.5, 0.4, 0.3, 0.2, 0.2)),
                "b",
                List.of(curve(0.5, 0.8, 0.8, 0.8, 0.8), curve(0.5, 0.8, 0.8, 0.8, 0.8)),
                Tournament.UNTOUCHED,
                List.of(curve(0.5, 0.5, 0.5, 0.5, 0.5), curve(0.5, 0.5, 0.5, 0.5, 0.5))));
        TournamentReport report = new TournamentReport(tournament, List.of(new Standing("abrupt", ABRUPT, curves)));
        Map<String, Figure> figures =
                report.figures().list().stream().collect(Collectors.toMap(Figure::name, figure -> figure));

        assertThat(Objects.requireNonNull(figures.get("default-within-winner")).met())
                .isFalse();
        assertThat(Objects.requireNonNull(figures.get("default-worse-than-untouched"))
                        .value())
                .isEqualTo(1);
        assertThat(report.page("build", List.of(1L, 2L)))
                .contains("<th>abrupt</th>", "<b>0.740 (0.740 to 0.740)</b>", "hsl(120 70% 85%)", "hsl(0 70% 85%)");
    }

    @ParameterizedTest
    @CsvSource({"7, 0, true, true", "6, 0, false, true", "8, 1, true, false"})
    void shouldDemandThatTheDefaultWinsInSevenOfNineAndIsNowhereWorseThanUntouched(
            int wins, int losses, boolean winsEnough, boolean nowhereWorse) throws IOException {
        Tournament tournament = Tournament.read(
                new YAMLMapper()
                        .readTree(
                                "{scenarios: {abrupt: {}}, recipes: {a: {settings: {}}, b: {settings: {}}}, default-recipe: a}"));
        List<Standing> standings = new ArrayList<>();
        for (int scenario = 0; scenario < 9; scenario++) {
            double own = scenario < wins ? 0.8 : scenario < 9 - losses ? 0.6 : 0.4;
            standings.add(new Standing(
                    "s" + scenario,
                    ABRUPT,
                    curves(Map.of(
                            "a",
                            List.of(curve(own), curve(own)),
                            "b",
                            List.of(curve(0.7), curve(0.7)),
                            Tournament.UNTOUCHED,
                            List.of(curve(0.5), curve(0.5))))));
        }
        Map<String, Figure> figures = new TournamentReport(tournament, standings)
                .figures().list().stream().collect(Collectors.toMap(Figure::name, figure -> figure));

        assertThat(Objects.requireNonNull(figures.get("default-within-winner")).met())
                .isEqualTo(winsEnough);
        assertThat(Objects.requireNonNull(figures.get("default-worse-than-untouched"))
                        .met())
                .isEqualTo(nowhereWorse);
    }

    private static Map<String, List<ArmCurve>> curves(Map<String, List<ArmCurve>> all) {
        Map<String, List<ArmCurve>> ordered = new LinkedHashMap<>();
        all.keySet().stream().sorted().forEach(name -> ordered.put(name, all.getOrDefault(name, List.of())));
        return ordered;
    }

    private static ArmCurve curve(double... worths) {
        List<ArmCurve.Point> points = new ArrayList<>();
        for (int step = 0; step < worths.length; step++) {
            points.add(new ArmCurve.Point(step, worths[step]));
        }
        return new ArmCurve(points);
    }
}
