package io.thumbstream.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.launcher.up.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a newcomer mistypes it: exit code 2, and a message that names the thing and the remedy. */
class ThumbstreamTest {
    private final StringWriter out = new StringWriter();
    private final ByteArrayOutputStream talk = new ByteArrayOutputStream();

    @Test
    void shouldSuggestTheVerbWhenItIsMistyped() {
        assertThat(run("upp")).isEqualTo(2);
        assertThat(said()).contains("upp").contains("thumbstream up");
    }

    @Test
    void shouldRefuseATimeThatIsNone() {
        assertThat(run("up", "--for", "banana")).isEqualTo(2);
        assertThat(said()).contains("'banana' is no duration; write 250ms, 5s, 2m");
    }

    @Test
    void shouldRefuseATimeWithoutUnitAndOneOfZero() {
        assertThat(run("up", "--for", "0")).isEqualTo(2);
        assertThat(said()).contains("'0' is no duration");
        assertThat(run("up", "--for", "0s")).isEqualTo(2);
        assertThat(said()).contains("--for is PT0S; give a time above zero");
    }

    @Test
    void shouldRefuseATimeTooLongToBeOne() {
        assertThat(run("up", "--for", "99999999999999999999s")).isEqualTo(2);
        assertThat(said()).contains("'99999999999999999999s' is no duration");
    }

    @Test
    void shouldRefuseAnOutputThatDoesNotExist() {
        assertThat(run("up", "--output", "xml")).isEqualTo(2);
        assertThat(said()).contains("--output").contains("xml").containsIgnoringCase("json");
    }

    @Test
    void shouldAskForOneQuestionWhenLineageIsGivenNoneOrTwo() {
        assertThat(run("lineage")).isEqualTo(2);
        assertThat(said()).contains("ask one thing: --policy V, --reward-model V or --vote ID");
        assertThat(run("lineage", "--policy", "1", "--vote", "a")).isEqualTo(2);
    }

    @Test
    void shouldSayWhereTopicsAreWantedWhenThereAreNone(@TempDir Path empty) {
        assertThat(run("lineage", "--policy", "1", "--data-dir", empty.toString()))
                .isEqualTo(2);
        assertThat(said()).contains("there are no topics in").contains("kafka.bootstrap-servers");
        assertThat(run("rollback", "--to", "1", "--data-dir", empty.toString())).isEqualTo(2);
        String target = empty.resolve("replay").toString();
        assertThat(run("replay", "--data-dir", empty.toString(), "--output-dir", target))
                .isEqualTo(2);
    }

    @Test
    void shouldRefuseAReplayIntoADirectoryThatHoldsSomethingElse(@TempDir Path full) throws java.io.IOException {
        Files.writeString(full.resolve("mine.txt"), "keep me", StandardCharsets.UTF_8);
        assertThat(run("replay", "--output-dir", full.toString())).isEqualTo(2);
        assertThat(said()).contains("is not empty; name a new directory");
        assertThat(full.resolve("mine.txt")).hasContent("keep me");
    }

    @Test
    void shouldAskForTheLearnerWhenAStepOrVersionIsCounted() {
        assertThat(run("replay", "--to-version", "3")).isEqualTo(2);
        assertThat(said()).contains("add --learner policy or --learner reward");
        assertThat(run("replay", "--learner", "policy", "--to-version", "3", "--to-step", "4"))
                .isEqualTo(2);
        assertThat(said()).contains("not both");
    }

    @Test
    void shouldRefuseARollbackWithoutDirection() {
        assertThat(run("rollback")).isEqualTo(2);
        assertThat(said()).contains("give --to V or --forward");
        assertThat(run("rollback", "--to", "3", "--forward")).isEqualTo(2);
    }

    @Test
    void shouldSuggestTheKeyWhenASettingIsMistyped() {
        assertThat(run("config", "check", "--set", "gateway.prot=1")).isEqualTo(2);
        assertThat(said()).contains("gateway.prot").contains("port");
    }

    @Test
    void shouldNameTheSettingWhenItsTypeIsWrong() {
        assertThat(run("config", "check", "--set", "seed=banana")).isEqualTo(2);
        assertThat(said()).contains("seed").contains("banana").contains("whole number");
    }

    @Test
    void shouldNameFileAndFieldWhenTheBaseModelCannotBeUsed(@TempDir Path directory) throws java.io.IOException {
        String setting = "base-model.directory=" + directory;
        assertThat(run("config", "check", "--set", setting)).isEqualTo(2);
        assertThat(said()).contains("config.json").contains("the file is missing");
        Files.writeString(directory.resolve("config.json"), "{\"architectures\":[\"GPT2LMHeadModel\"]}");
        assertThat(run("config", "check", "--set", setting)).isEqualTo(2);
        assertThat(said()).contains("GPT2LMHeadModel").contains("known are LlamaForCausalLM");
    }

    @Test
    void shouldNameTheDataDirectoryWhenItIsAFile(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "x");

        assertThat(run("up", "--for", "1s", "--data-dir", file.toString())).isEqualTo(2);
        assertThat(said()).contains("data directory " + file).contains("give a writable --data-dir");
    }

    @Test
    void shouldAskWhichDeadLettersWhenAReplayIsGivenNoneOrTooMany() {
        assertThat(run("dlq", "replay", "feedback")).isEqualTo(2);
        assertThat(said()).contains("--from, --to, --error, --reason, or else --all");
        assertThat(run("dlq", "replay", "feedback", "--all", "--from", "3")).isEqualTo(2);
        assertThat(run("dlq", "replay", "feedback", "--from", "3", "--to", "2")).isEqualTo(2);
        assertThat(said()).contains("the first offset 3 lies behind the last, 2");
    }

    @Test
    void shouldRefuseToSendWhatOrderOrTheNewestGivesItsMeaning() {
        assertThat(run("dlq", "replay", "policy-versions", "--all")).isEqualTo(3);
        assertThat(said()).contains("the newest record of a key counts");
        assertThat(run("dlq", "replay", "thumbstream.training-log.v1.dlq", "--all"))
                .isEqualTo(3);
        assertThat(said()).contains("in the order in which they were taken");
        assertThat(run("dlq", "replay", "quarantine-decisions", "--all")).isEqualTo(3);
        assertThat(said()).contains("the last decision about a person counts");
    }

    @Test
    void shouldNameTheTopicsWhenTheOneOfDeadLettersIsUnknown(@TempDir Path empty) {
        assertThat(run("dlq", "list", "feedbck")).isEqualTo(2);
        assertThat(said()).contains("there is no topic 'feedbck'; name one of prompts, rollouts");
        assertThat(run("dlq", "list", "--data-dir", empty.toString())).isEqualTo(2);
        assertThat(said()).contains("there are no topics in");
    }

    @Test
    void shouldAskForOneDeadLetterWhenThePlaceIsNone() {
        assertThat(run("dlq", "show", "feedback", "0")).isEqualTo(2);
        assertThat(said()).contains("TOPIC PARTITION OFFSET or TOPIC:PARTITION:OFFSET");
        assertThat(run("dlq", "show", "feedback:0:last")).isEqualTo(2);
        assertThat(said()).contains("the offset 'last' is no whole number");
        assertThat(run("dlq", "show", "feedback", "0", "-4")).isEqualTo(2);
        assertThat(run("dlq")).isEqualTo(2);
        assertThat(said()).contains("list, show, replay");
    }

    @Test
    void shouldSayWhatIsMissingWhenCompletenessIsAskedOfNothing(@TempDir Path empty) {
        assertThat(run("feedback")).isEqualTo(2);
        assertThat(said()).contains("completeness");
        assertThat(run("feedback", "completeness", "--least-at-risk", "0")).isEqualTo(2);
        assertThat(said()).contains("--least-at-risk is 0; give 1 or more");
        assertThat(run("feedback", "completeness", "--data-dir", empty.toString()))
                .isEqualTo(2);
        assertThat(said()).contains("there are no topics in");
    }

    private int run(String... arguments) {
        return Thumbstream.run(new PrintWriter(out, true), new Screen(talk, false), arguments);
    }

    private String said() {
        return talk.toString(StandardCharsets.UTF_8);
    }
}
