package io.thumbstream.launcher.votes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VoteFilesTest {
    private static final String GOOD = "{\"debate\":\"d\",\"a\":\"1\",\"b\":\"2\",\"choice\":\"a\"}";

    private final VoteFiles files = new VoteFiles();
    private final Rejections rejections = new Rejections();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Map<Argument.Key, Argument> arguments;

    @BeforeEach
    void readArguments() throws IOException {
        Path file = Debates.file(
                folder,
                "arguments.jsonl",
                List.of(
                        "{\"debate\":\"d\",\"id\":\"1\",\"stance\":\"yes\",\"text\":\"one\"}",
                        "{\"debate\":\"d\",\"id\":\"2\",\"stance\":\"yes\",\"text\":\"two\"}",
                        "{\"debate\":\"d\",\"id\":\"3\",\"stance\":\"no\",\"text\":\"three\"}"));
        arguments = files.arguments(file, rejections);
    }

    private List<Vote> votes(String... lines) throws IOException {
        return files.votes(Debates.file(folder, "votes.jsonl", List.of(lines)), arguments, rejections);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"debate\":                                                     | not JSON",
                "{\"debate\":\"d\",\"a\":\"1\",\"b\":\"2\",\"choice\":\"a\"} and   | not JSON",
                "[1, 2]                                                           | not a JSON object",
                "{\"debate\":\"d\",\"a\":\"1\",\"choice\":\"a\"}                   | field 'b' is missing or empty",
                "{\"debate\":\"d\",\"a\":[],\"b\":\"2\",\"choice\":\"a\"}          | field 'a' is not a text",
                "{\"debate\":\"d\",\"a\":\"1\",\"b\":\"2\",\"choice\":\"A\"}       | choice is none of a, b, tie",
                "{\"debate\":\"d\",\"a\":\"1\",\"b\":\"9\",\"choice\":\"a\"}       | no such argument in that debate",
                "{\"debate\":\"e\",\"a\":\"1\",\"b\":\"2\",\"choice\":\"a\"}       | no such argument in that debate",
                "{\"debate\":\"d\",\"a\":\"1\",\"b\":\"1\",\"choice\":\"a\"}       | an argument is compared with itself",
                "{\"debate\":\"d\",\"a\":\"1\",\"b\":\"3\",\"choice\":\"a\"}       | the arguments answer different prompts",
                "{\"debate\":\"d\",\"a\":\"1\",\"b\":\"2\",\"choice\":\"a\",\"submitted\":\"now\"} | time is not in milliseconds",
            })
    void shouldSayWhyALineIsNotUsed(String line, String reason) throws IOException {
        assertThat(votes(GOOD, line)).hasSize(1);
        assertThat(rejections.byReason()).isEqualTo(Map.of(reason, new Rejections.Reason(1, "votes.jsonl:2")));
    }

    @Test
    void shouldTakeTheSameVoteOnceOnly() throws IOException {
        assertThat(votes(GOOD, GOOD, "", GOOD)).hasSize(1);
        assertThat(rejections.byReason())
                .isEqualTo(Map.of("the same vote is there already", new Rejections.Reason(2, "votes.jsonl:2")));
    }

    @Test
    void shouldTellVotesApartByPersonTimeAndReason() throws IOException {
        String open = GOOD.replace("}", ",");
        List<Vote> votes = votes(
                GOOD,
                open + "\"rater\":\"r1\"}",
                open + "\"rater\":\"r2\"}",
                open + "\"rater\":\"r1\",\"submitted\":1}",
                open + "\"rater\":\"r1\",\"reason\":\"shorter\"}");

        assertThat(votes.stream().map(Vote::key))
                .hasSize(5)
                .doesNotHaveDuplicates()
                .allMatch(key -> key.matches("vote-[0-9a-f]{32}"));
    }

    @Test
    void shouldOrderByTimeAndKeepTheOrderOfTheFileOtherwise() throws IOException {
        String open = GOOD.replace("}", ",");
        List<Vote> votes = votes(
                open + "\"rater\":\"late\",\"submitted\":9}",
                open + "\"rater\":\"early\",\"submitted\":3}",
                open + "\"rater\":\"unknown 1\"}",
                open + "\"rater\":\"also late\",\"submitted\":9}",
                open + "\"rater\":\"unknown 2\"}");

        assertThat(votes)
                .extracting(Vote::rater)
                .containsExactly("unknown 1", "unknown 2", "early", "late", "also late");
    }

    @Test
    void shouldRejectASecondArgumentOfTheSameName() throws IOException {
        String line = "{\"debate\":\"d\",\"id\":\"1\",\"text\":\"one\"}";
        Map<Argument.Key, Argument> read =
                files.arguments(Debates.file(folder, "twice.jsonl", List.of(line, line)), rejections);

        assertThat(read).hasSize(1);
        assertThat(rejections.byReason()).containsOnlyKeys("argument is there already");
    }

    @Test
    void shouldRefuseTiesAmongAgreedPairs() throws IOException {
        Path pairs = Debates.file(folder, "pairs.jsonl", List.of(GOOD, GOOD.replace(":\"a\"}", ":\"tie\"}")));

        assertThat(files.pairs(pairs, arguments, rejections)).hasSize(1);
        assertThat(rejections.byReason()).containsOnlyKeys("an agreed pair has no winner");
    }

    @Test
    void shouldNameTheFileWhenThereIsNone() {
        assertThatThrownBy(() -> files.votes(folder.resolve("none.jsonl"), arguments, rejections))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none.jsonl")
                .hasMessageContaining("check the path");
    }
}
