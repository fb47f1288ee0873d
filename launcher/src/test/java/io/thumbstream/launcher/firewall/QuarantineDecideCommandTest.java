package io.thumbstream.launcher.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.launcher.Thumbstream;
import io.thumbstream.launcher.console.ExitCodes;
import io.thumbstream.launcher.up.Screen;
import io.thumbstream.learner.trust.Decision;
import io.thumbstream.schemas.seal.FileVault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuarantineDecideCommandTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final StringWriter out = new StringWriter();

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CONVICT")
    void shouldTakeTheDecisionThatTheVerbNames(Decision decision, @TempDir Path data) {
        String verb = decision.name().toLowerCase(Locale.ROOT);
        Path file = data.resolve("decisions.yaml");
        Decisions before = new Decisions(List.of("ann"), List.of("bob"));
        before.write(file);

        assertThat(decide(verb, data, file, "ann", "bob")).as(said()).isZero();
        assertThat(Decisions.read(file))
                .isEqualTo(before.with(decision, "ann").with(decision, "bob"))
                .isNotEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CONVICT")
    void shouldAnswerInJsonWhatWasTakenDown(Decision decision, @TempDir Path data) {
        String verb = decision.name().toLowerCase(Locale.ROOT);

        assertThat(decide(verb, data, data.resolve("decisions.yaml"), "--output", "json", "ann"))
                .as(said())
                .isZero();
        assertThat(out.toString())
                .startsWith("{\"decisions\":[{\"person\":\"ann\",\"decision\":\"" + verb + "\",\"file\":");
    }

    @Test
    void shouldOfferNoConviction(@TempDir Path data) {
        assertThat(run("quarantine", "convict", "--data-dir", data.toString(), "ann"))
                .isEqualTo(ExitCodes.USAGE);
        assertThatThrownBy(() -> QuarantineDecideCommand.verb(Decision.CONVICT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The firewall alone convicts");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a\tb"})
    void shouldRefuseAKeyThatIsNone(String key, @TempDir Path data) {
        assertThat(run("quarantine", "release", "--data-dir", data.toString(), key))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(said()).contains("give 1 to 200 characters");
    }

    @Test
    void shouldRefuseWordsThatAreTooLong(@TempDir Path data) {
        String[] arguments = {"quarantine", "clear", "--data-dir", data.toString(), "--why", "x".repeat(501), "ann"};

        assertThat(run(arguments)).isEqualTo(ExitCodes.USAGE);
        assertThat(said()).contains("--why has 501 characters; give 500 at most");
    }

    @Test
    void shouldDecideNothingAboutSomebodyWhoNeverVoted(@TempDir Path data) {
        assertThat(run("quarantine", "discard", "--data-dir", data.toString(), "stranger"))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(said()).contains("there is no key of stranger", "Nothing was decided");
    }

    @Test
    void shouldSayWhereTopicsAreLookedForWhenThereAreNone(@TempDir Path data) {
        new FileVault(data.resolve("keys"), Clock.systemUTC()).prepare(List.of("liar"));

        assertThat(run("quarantine", "release", "--data-dir", data.toString(), "liar"))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(said()).contains("there are no topics in", "kafka.bootstrap-servers");
    }

    @Test
    void shouldChangeNothingWhenTheFileHoldsOtherSettings(@TempDir Path data) throws IOException {
        Path file = Files.writeString(data.resolve("settings.yaml"), "seed: 3\n");

        assertThat(decide("release", data, file, "liar")).isEqualTo(ExitCodes.USAGE);
        assertThat(said()).contains("name a file for decisions alone");
        assertThat(out.toString()).doesNotContain("is released");
        assertThat(file).hasContent("seed: 3\n");
    }

    @Test
    void shouldSayThatNothingWasDecidedWhenTheFileCannotBeWritten(@TempDir Path data) throws IOException {
        Path file = Files.writeString(data.resolve("no-folder"), "").resolve("decisions.yaml");

        assertThat(decide("release", data, file, "liar")).isEqualTo(ExitCodes.FAILED);
        assertThat(said())
                .contains("Nothing was decided: " + file + " cannot be written (" + file.getParent()
                        + " is there already)");
        assertThat(out.toString()).doesNotContain("is released");
    }

    private int decide(String verb, Path data, Path file, String... rest) {
        List<String> arguments = new ArrayList<>(
                List.of("quarantine", verb, "--decisions", file.toString(), "--data-dir", data.toString()));
        arguments.addAll(List.of(rest));
        return run(arguments.toArray(new String[0]));
    }

    private int run(String... arguments) {
        return Thumbstream.run(new PrintWriter(out), new Screen(err, false), arguments);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
