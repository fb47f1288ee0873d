package io.thumbstream.launcher.votes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.launcher.console.ExitCodes;
import io.thumbstream.model.ngram.NgramSettings;
import io.thumbstream.model.reward.AdaGradSettings;
import io.thumbstream.model.reward.NgramTrunkSettings;
import io.thumbstream.model.reward.RewardModelFiles;
import io.thumbstream.model.reward.RewardTrunk;
import io.thumbstream.model.reward.RewardTrunks;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command with an untrained model: what it counts beside the model is known. */
class EvaluateRewardModelCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Path folder;

    EvaluateRewardModelCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void shouldNeverShowAgreementWithoutWhatLengthGetsRight() throws IOException {
        Path pairs = fourPairs();

        assertThat(run("--pairs", pairs.toString(), "--output=json"))
                .as(err.toString())
                .isZero();

        assertThat(figures())
                .containsEntry("gold-pairs", 4.0)
                .containsEntry("longer-wins", 0.75)
                .containsEntry("shorter-wins", 0.25)
                .containsEntry("longer-wins-all-pairs", 0.75)
                .containsKeys("gold-agreement", "gain-over-length", "prefers-longer");
        assertThat(figures().getOrDefault("gain-over-length", Double.NaN))
                .isEqualTo(figures().getOrDefault("gold-agreement", Double.NaN) - 0.75);
    }

    @Test
    void shouldNameLinesThatItPassesOver() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(pair("tea-or-coffee", "a0", "a3", "b"));
        lines.add("no pair");
        lines.add(pair("tea-or-coffee", "a0", "a9", "b"));
        Path pairs = Debates.file(folder, "pairs.jsonl", lines);

        assertThat(run("--pairs", pairs.toString())).as(err.toString()).isZero();

        assertThat(err.toString())
                .contains("passed over 1 lines: not JSON (first: pairs.jsonl:2)")
                .contains("passed over 1 lines: no such argument in that debate (first: pairs.jsonl:3)");
    }

    @Test
    void shouldRefuseFilesThatHoldNoPair() throws IOException {
        Path empty = Debates.file(folder, "empty.jsonl", List.of());

        assertThat(run("--pairs", empty.toString())).isEqualTo(ExitCodes.FAILED);
        assertThat(err.toString()).contains("empty.jsonl holds no pair about the arguments of");
        assertThat(run("--pairs", folder.resolve("missing.jsonl").toString())).isEqualTo(ExitCodes.FAILED);
        assertThat(err.toString()).contains("missing.jsonl; check the path");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldShowSlicesAsATableAndAsFigures() throws IOException {
        String pairs = fourPairs().toString();

        assertThat(run("--pairs", pairs, "--slices")).as(err.toString()).isZero();
        assertThat(out.toString())
                .containsPattern("BY +SLICE +PAIRS +ACCURACY +LOW +HIGH +LONGER WINS")
                .containsPattern("better-answer +shorter +1 +[01]\\.\\d{4} .* 0\\.0000\n")
                .containsPattern("better-answer +longer +3 .* 1\\.0000\n")
                .doesNotContain("accuracy-better-answer-longer");

        assertThat(run("--pairs", pairs, "--slices", "--output=json"))
                .as(err.toString())
                .isZero();
        assertThat(figures())
                .containsEntry("pairs-better-answer-longer", 3.0)
                .containsEntry("pairs-better-answer-shorter", 1.0)
                .containsEntry("pairs-position-second-better", 1.0)
                .containsKeys("accuracy-length-ratio-1-25-to-2", "accuracy-length-ratio-4-and-more-low");
    }

    @Test
    void shouldTellPairsApartByWhatTheModelHasLearned() throws IOException {
        // texts are the same in both debates; of tea or coffee, the answers a0 to a2 were voted on
        Path votes = Debates.file(
                folder,
                "votes.jsonl",
                List.of(pair("tea-or-coffee", "a0", "a1", "a"), pair("tea-or-coffee", "a1", "a2", "tie")));
        Path pairs = Debates.file(
                folder,
                "pairs.jsonl",
                List.of(
                        pair("tea-or-coffee", "a0", "a1", "b"),
                        pair("tea-or-coffee", "a0", "a2", "b"),
                        pair("tea-or-coffee", "a2", "a3", "a"),
                        pair("cats-or-dogs", "a1", "a0", "a"),
                        pair("cats-or-dogs", "a3", "a2", "a")));

        assertThat(run("--pairs", pairs.toString(), "--votes", votes.toString(), "--output=json"))
                .as(err.toString())
                .isZero();

        assertThat(figures())
                .containsEntry("pairs-no-shift", 2.0)
                .containsEntry("pairs-prompt-shift", 1.0)
                .containsEntry("pairs-response-shift", 1.0)
                .containsEntry("pairs-both-shifted", 1.0)
                .containsKeys("accuracy-no-shift-low", "energy-auroc-both-shifted", "confidence-auroc-prompt-shift");
    }

    /** Argument a3 is longer than a2, a2 than a1, a1 than a0; in one of four pairs the shorter one wins. */
    private Path fourPairs() throws IOException {
        return Debates.file(
                folder,
                "pairs.jsonl",
                List.of(
                        pair("tea-or-coffee", "a0", "a3", "b"),
                        pair("tea-or-coffee", "a2", "a1", "a"),
                        pair("cats-or-dogs", "a1", "a2", "a"),
                        pair("cats-or-dogs", "a3", "a2", "a")));
    }

    private static String pair(String debate, String first, String second, String choice) {
        return "{\"debate\":\"%s\",\"a\":\"%s\",\"b\":\"%s\",\"choice\":\"%s\"}"
                .formatted(debate, first, second, choice);
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

    private int run(String... arguments) throws IOException {
        List<String> all =
                new ArrayList<>(List.of("--responses=" + Debates.arguments(folder), "--model=" + untrained()));
        all.addAll(List.of(arguments));
        return new CommandLine(new EvaluateRewardModelCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(ExitCodes::report)
                .execute(all.toArray(String[]::new));
    }

    private Path untrained() throws IOException {
        Path directory = Files.createDirectories(folder.resolve("model"));
        NgramTrunkSettings settings =
                new NgramTrunkSettings(new NgramSettings(10, 4, 8), AdaGradSettings.recorded(), 2, 0.01);
        try (RewardTrunk trunk = RewardTrunks.ngram(settings, 1)) {
            String unused = RewardModelFiles.save(trunk, directory);
        }
        return directory;
    }
}
