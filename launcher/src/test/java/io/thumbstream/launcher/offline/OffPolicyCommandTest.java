package io.thumbstream.launcher.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.launcher.Thumbstream;
import io.thumbstream.launcher.console.ExitCodes;
import io.thumbstream.launcher.up.Screen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OffPolicyCommandTest {
    private static final int COPIES = 40;

    private final StringWriter out = new StringWriter();
    private final ByteArrayOutputStream talk = new ByteArrayOutputStream();
    private final Path folder;

    OffPolicyCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Weights 2, 0.5 and 1 with rewards 1, 0 and 0.5, forty times each. */
    private static List<String> byHand() {
        List<String> lines = new ArrayList<>(List.of("reward,behaviour_prob,target_prob,prediction,target_value"));
        for (int i = 0; i < COPIES; i++) {
            lines.addAll(List.of("1,0.25,0.5,0.5,0.6", " 0, 0.5, 0.25, 0.25, 0.3", "0.5,0.25,0.25,0.5,"));
        }
        return lines;
    }

    @Test
    void shouldEstimateFromAFileOfActions() throws IOException {
        assertThat(run("--actions", file(byHand()), "--output", "json"))
                .as(said())
                .isZero();

        Map<String, Double> figures = figures();
        assertThat(figures).containsEntry("logged-actions", 3.0 * COPIES).containsEntry("earned", 0.5);
        assertThat(figures.getOrDefault("effective-sample-size", Double.NaN))
                .isCloseTo(COPIES * 12.25 / 5.25, within(1e-6));
        assertThat(figures.getOrDefault("ips-value", Double.NaN)).isCloseTo(2.5 / 3, within(1e-6));
        assertThat(figures.getOrDefault("snips-value", Double.NaN)).isCloseTo(2.5 / 3.5, within(1e-6));
        assertThat(figures.getOrDefault("snips-gain", Double.NaN)).isCloseTo(2.5 / 3.5 - 0.5, within(1e-6));
        // where no target_value is given it is the prediction
        assertThat(figures.getOrDefault("doubly-robust-value", Double.NaN))
                .isCloseTo((1.6 + 0.175 + 0.5) / 3, within(1e-6));
        assertThat(figures.getOrDefault("snips-value-low", Double.NaN))
                .isLessThan(figures.getOrDefault("snips-value", Double.NaN));
    }

    @Test
    void shouldTakeLogarithmsAndGroupsToo() throws IOException {
        List<String> lines = new ArrayList<>(List.of("\uFEFFgroup,behaviour_log_prob,target_log_prob,reward"));
        for (int i = 0; i < 120; i++) {
            lines.add("prompt " + i / 2 + ",-1.5,-1.5,1");
        }
        assertThat(run("--actions", file(lines), "--output", "json")).as(said()).isZero();

        assertThat(figures())
                .containsEntry("action-groups", 60.0)
                .containsEntry("snips-value", 1.0)
                .doesNotContainKey("doubly-robust-value");
    }

    @Test
    void shouldEstimateNothingWhereTheLogSaysTooLittle() throws IOException {
        List<String> few = byHand().subList(0, 31);

        assertThat(run("--actions", file(few), "--output", "json")).isEqualTo(ExitCodes.OK);
        assertThat(said()).contains("no estimate: 30 logged actions stand for 23.3");
        assertThat(figures()).containsKey("earned").doesNotContainKey("snips-value");
        assertThat(run("--actions", file(few), "--check")).isEqualTo(ExitCodes.REFUSED);
        assertThat(run("--actions", file(few), "--check", "--least-effective", "20"))
                .isEqualTo(ExitCodes.OK);
        assertThat(run("--actions", file(byHand().subList(0, 1)))).isEqualTo(ExitCodes.OK);
        assertThat(said()).contains("no estimate: there are 0 groups");
    }

    @Test
    void shouldNameEveryLineThatCannotBeUsed() throws IOException {
        List<String> lines = List.of(
                "behaviour_prob,target_prob,reward",
                "0.5,0.5",
                "0.5,x,1",
                "",
                "0.5,1.5,1",
                "0,0.5,1",
                "0.5,0.5,NaN",
                "0.5,0.5,1");

        assertThat(run("--actions", file(lines))).isEqualTo(ExitCodes.FAILED);

        assertThat(said())
                .contains("line 2: 2 values under 3 headings")
                .contains("line 3: target_prob is 'x', which is no number")
                .contains("line 5: target_prob is 1.5; give 0 to 1")
                .contains("line 6: behaviour log-prob is -Infinity")
                .contains("line 7: reward is NaN")
                .contains("5 lines of")
                .contains("mend them or take them out")
                .doesNotContain("line 4:")
                .doesNotContain("line 8:");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                     | does not begin with a heading",
                "behaviour_prob,target_prob                             | needs the column reward",
                "behaviour_prob,reward                                  | needs one of the columns target_log_prob and target_prob",
                "behaviour_prob,behaviour_log_prob,target_prob,reward   | needs one of the columns behaviour_log_prob",
                "behaviour_prob,target_prob,reward,reward               | the column 'reward' twice",
                "behaviour_prob,target_prob,reward,note                 | has a column 'note'; columns are behaviour_log_prob",
                "behaviour_prob,target_prob,reward,target_value         | target_value without prediction",
            })
    void shouldSayWhatIsWrongWithAHeading(String heading, String problem) throws IOException {
        assertThat(run("--actions", file(List.of(heading, "0.5,0.5,1")))).isEqualTo(ExitCodes.FAILED);
        assertThat(said()).contains(problem);
    }

    @Test
    void shouldReadNoMoreActionsThanItCanHold() throws IOException {
        Path file = Path.of(file(byHand()));

        assertThat(ActionsFile.read(file, 3 * COPIES, unused -> {})).hasSize(3 * COPIES);
        assertThatThrownBy(() -> ActionsFile.read(file, 3 * COPIES - 1, unused -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 119 actions");
    }

    @Test
    void shouldAskForOneThingAndSayWhatIsNotThere() {
        assertThat(run()).isEqualTo(ExitCodes.USAGE);
        assertThat(said()).contains("ask one thing: --target VERSION or --actions FILE");
        assertThat(run("--target", "1", "--actions", "log.csv")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("--actions", "log.csv", "--unseen")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("--actions", "log.csv", "--confidence", "2")).isEqualTo(ExitCodes.USAGE);
        assertThat(said()).contains("confidence is 2.0; choose from 0.8 to 0.999");
        assertThat(run("--actions", folder.resolve("log.csv").toString())).isEqualTo(ExitCodes.FAILED);
        assertThat(said()).contains("There is no file").contains("log.csv; check the path");
        assertThat(run("--target", "7", "--data-dir", folder.toString())).isEqualTo(ExitCodes.FAILED);
        assertThat(said()).contains("There is no version 7 of policy");
    }

    private String file(List<String> lines) throws IOException {
        return Files.write(folder.resolve("log.csv"), lines).toString();
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("evaluate", "off-policy"));
        Collections.addAll(all, arguments);
        return Thumbstream.run(new PrintWriter(out, true), new Screen(talk, false), all.toArray(String[]::new));
    }

    private String said() {
        return talk.toString(StandardCharsets.UTF_8);
    }

    private Map<String, Double> figures() throws IOException {
        List<String> printed = out.toString().lines().toList();
        Map<String, Double> figures = new LinkedHashMap<>();
        for (JsonNode figure :
                new ObjectMapper().readTree(printed.get(printed.size() - 1)).path("figures")) {
            figures.put(figure.path("name").asText(), figure.path("value").asDouble());
        }
        return figures;
    }
}
