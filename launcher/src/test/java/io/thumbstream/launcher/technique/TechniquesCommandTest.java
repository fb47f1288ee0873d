package io.thumbstream.launcher.technique;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.launcher.Thumbstream;
import io.thumbstream.launcher.up.Screen;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Techniques as the command line tells of them, and as it refuses those that do not fit together. */
class TechniquesCommandTest {
    private final StringWriter out = new StringWriter();
    private final ByteArrayOutputStream talk = new ByteArrayOutputStream();

    private int run(String... arguments) {
        return Thumbstream.run(new PrintWriter(out), new Screen(talk, false), arguments);
    }

    private String said() {
        return talk.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldListEveryTechniqueWithASentence() {
        assertThat(run("techniques", "list")).isZero();
        assertThat(out.toString().lines().skip(1))
                .hasSize((int) CataloguesTest.entries().count())
                .anyMatch(line -> line.matches("policy objective +bco +Binary classifier optimisation.*"))
                .anyMatch(line -> line.startsWith("explorer") && line.contains("plain"));
    }

    @Test
    void shouldShowWhatATechniqueIsAndTakesAndNeeds() {
        assertThat(run("techniques", "show", "bco")).isZero();
        assertThat(out.toString())
                .contains("name        bco, experimental\n")
                .contains("kind        policy objective, BinaryFeedbackObjective\n")
                .contains("formula     `r = beta sum_t")
                .contains("source      Jung et al., Binary Classifier Optimization, 2024, arXiv 2404.04656 (bco)")
                .contains("needs       REFERENCE_LOG_PROBS, BINARY_LABEL\n")
                .contains("settings    loss = bco: form of the loss\n")
                .contains("            beta = 0.1: inverse temperature of the implied reward, above 0\n")
                .contains("            shift-decay = 0.9: share of the old value")
                .contains("chosen by   learner.policy.objective\n")
                .containsPattern("shown       \\S");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void shouldShowEveryTechniqueOfANameThatSeveralKindsHave() {
        assertThat(run("techniques", "show", "uniform")).isZero();
        assertThat(out.toString()).contains("credit assigner").contains("replay selector");
    }

    @Test
    void shouldShowTheSameAsOneLineOfJson() throws IOException {
        assertThat(run("techniques", "show", "grpo", "--output", "json")).isZero();
        JsonNode card =
                new ObjectMapper().readTree(out.toString()).path("techniques").path(0);

        assertThat(out.toString().lines()).hasSize(1);
        assertThat(card.path("name").asText()).isEqualTo("grpo");
        assertThat(card.path("provides").path(0).asText()).isEqualTo("ADVANTAGES");
        assertThat(card.path("settings").findValuesAsText("key")).containsExactly("centre", "scale", "std-floor");
        assertThat(card.path("settings").path(2).path("default").asDouble()).isEqualTo(0.1);
        assertThat(card.path("settings").path(2).path("meaning").asText()).contains("above 0");
    }

    @Test
    void shouldSuggestTheNearestWhenTheNameIsMisspelt() {
        assertThat(run("techniques", "show", "gprpo")).isEqualTo(2);
        assertThat(said()).contains("no technique is called 'gprpo' (did you mean 'grpo'?)");
    }

    @Test
    void shouldRefuseNamesThatNoServiceHasBeforeAnyStarts() {
        assertThat(run("config", "check", "--set", "generator.explorer=plan", "--set", "drift.votes=page-hinkly"))
                .isEqualTo(2);
        assertThat(said())
                .contains("no explorer is called 'plan' (did you mean 'plain'?)")
                .contains("no drift monitor is called 'page-hinkly' (did you mean 'page-hinkley'?)");
    }

    @Test
    void shouldRefuseMonitorsOfSignalsThatAreNotThere() {
        assertThat(run(
                        "config",
                        "check",
                        "--set",
                        "drift.signals.watch=[{measure: equal-groups, monitor: two-window}]"))
                .isEqualTo(2);
        assertThat(said()).contains("no drift monitor is called 'two-window' (did you mean 'two-windows'?)");
    }

    @Test
    void shouldFindNothingAmissWithTheDefaults() {
        assertThatCode(() -> TechniqueCheck.check(ThumbstreamSettings.defaults()))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldNameWhatATechniqueOfOneServiceLacksAndWhichOfAnotherWouldProvideIt(@TempDir Path directory)
            throws IOException {
        Path file = directory.resolve("thumbs.yaml");
        Files.writeString(file, "reward: {interpreters: [pair]}\nlearner: {policy: {objective: bco}}\n");

        assertThat(run("config", "check", "--config", file.toString())).isEqualTo(2);
        assertThat(said())
                .contains("policy objective bco needs BINARY_LABEL and nothing before it provides it")
                .contains("configure one of feedback interpreter thumb, feedback interpreter rating");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            reward.transforms=[{name: contrastive, reference: start-policy}]                    | reward transform contrastive
            learner.policy.stabilizers=[{name: divergence-penalty, source: start-policy}]       | stabilizer divergence-penalty
            """)
    void shouldRefuseAComparisonWithAnswersThatNobodyMakes(String compared, String who) {
        assertThat(run("config", "check", "--set", compared, "--set", "generator.start-answers.per-group=2"))
                .isZero();
        assertThat(run("config", "check", "--set", compared)).isEqualTo(2);
        assertThat(said())
                .contains(who + " needs answers of the policy that learning began with")
                .contains("generator.start-answers.per-group is 0");
    }

    @Test
    void shouldRefusePeopleWhoWaitForQuestionsThatNobodyAsks() {
        String waiting = "gateway.asking.compare-when-asked=true";

        assertThat(run("config", "check", "--set", waiting, "--set", "reward.asking.budget=0.2"))
                .isZero();
        assertThat(run("config", "check", "--set", waiting)).isEqualTo(2);
        assertThat(said())
                .contains("gateway.asking.compare-when-asked is true, but reward.asking.budget is 0")
                .contains("set a budget above 0");
    }

    @Test
    void shouldRefuseOrdersReadPlaceByPlaceThatNoRewardObjectiveLearns() {
        String byPlace = "reward.interpreters=[thumb, rating, pair, {name: ranking, as: order}, edit]";
        String objective = "learner.reward.core.objective=";

        assertThat(run("config", "check", "--set", byPlace)).isZero();
        assertThat(run("config", "check", "--set", byPlace, "--set", objective + "plackett-luce"))
                .isZero();
        assertThat(run("config", "check", "--set", byPlace, "--set", objective + "bradley-terry"))
                .isEqualTo(2);
        assertThat(said())
                .contains("feedback interpreter ranking makes labels that name the best of several answers")
                .contains("reward objective bradley-terry does not learn")
                .contains("take learner.reward.core.objective by-label-kind or plackett-luce");
        assertThat(run("config", "check", "--set", objective + "plackett-luce")).isEqualTo(2);
        assertThat(said()).contains("reward objective plackett-luce needs RANKING");
    }

    @Test
    void shouldRefuseRewardsToGoOfCreditThatIsNotCausal() {
        String toGo = "learner.policy.advantage=token-return";

        assertThat(run("config", "check", "--set", toGo)).isZero();
        assertThat(run("config", "check", "--set", toGo, "--set", "reward.credit=uniform"))
                .isEqualTo(2);
        assertThat(said())
                .contains("advantage estimator token-return learns from rewards to go")
                .contains("credit assigner uniform")
                .contains("take reward.credit terminal");
    }

    @Test
    void shouldTakeCreditThatIsNotCausalWithTotalReturnsOrWhereBiasIsWanted() {
        for (String settings : new String[] {"returns: total-return", "accept-bias: true"}) {
            assertThat(run(
                            "config",
                            "check",
                            "--set",
                            "learner.policy.advantage={name: token-return, " + settings + "}",
                            "--set",
                            "reward.credit=at-event"))
                    .as("%s", settings)
                    .isZero();
        }
    }
}
