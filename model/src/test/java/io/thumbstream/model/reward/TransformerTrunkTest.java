package io.thumbstream.model.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.FamilyCase;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.text.BpeTrainer;
import io.thumbstream.model.text.HfTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransformerTrunkTest {
    private static final List<ScoreInput> INPUTS = List.of(new ScoreInput("a b", "c"), new ScoreInput("a", "d e"));

    @TempDir
    Path directory = Path.of("set by the test framework");

    @BeforeEach
    void prepare() {
        Grad.prepareThread();
    }

    @Test
    void shouldScoreEveryPrefixAsATruncatedAnswerWouldBeInOnePass() throws IOException {
        BpeTrainer.train(List.of("a parcel"), 261).write(directory);
        CausalLm model = FamilyCase.all().get(4).load(Files.createDirectories(directory.resolve("model")), 9);
        try (HfTokenizer tokenizer = HfTokenizer.load(directory.resolve("tokenizer.json"))) {
            RewardTokens tokens = RewardTokens.read(directory, tokenizer);
            try (TransformerTrunk trunk = new TransformerTrunk(TransformerTrunkSettings.defaults(), tokens, model, 4)) {
                double[][][] prefixes = trunk.prefixes().orElseThrow().prefixScores(INPUTS);
                double[][] whole = trunk.scores(INPUTS);

                for (int i = 0; i < INPUTS.size(); i++) {
                    RewardTokens.Row row =
                            tokens.row(INPUTS.get(i), model.config().context());
                    assertThat(prefixes[i]).hasDimensions(1 + row.response().length, trunk.members());
                    for (int length = 0; length <= row.response().length; length++) {
                        double[][] alone = trunk.tokenScores(
                                new int[][] {row.prompt()}, new int[][] {Arrays.copyOf(row.response(), length)});
                        assertThat(prefixes[i][length])
                                .as("input %d, %d tokens", i, length)
                                .containsExactly(alone[0], within(1e-5));
                    }
                    assertThat(prefixes[i][row.response().length]).containsExactly(whole[i], within(1e-5));
                    assertThat(prefixes[i][0]).isNotEqualTo(prefixes[i][1]);
                }
                assertThat(trunk.prefixScores(List.of())).isEmpty();
            }
        }
    }

    @Test
    void shouldScoreTheSameInTheSameChatFormatWhenSavedAndLoaded() throws IOException {
        Path base = Files.createDirectories(directory.resolve("base"));
        Path saved = Files.createDirectories(directory.resolve("saved"));
        BpeTrainer.train(List.of("a parcel"), 261).write(base);
        Files.writeString(
                base.resolve("tokenizer_config.json"),
                "{\"bos_token\":\"<|user|>\",\"eos_token\":\"<|end|>\",\"thumbstream_chat\":\"mistral\"}");
        CausalLm model = FamilyCase.all().get(4).load(base, 9);
        try (HfTokenizer tokenizer = HfTokenizer.load(base.resolve("tokenizer.json"));
                RewardTrunk trunk =
                        RewardTrunks.transformer(TransformerTrunkSettings.defaults(), model, base, tokenizer, 4)) {
            double[][] scores = trunk.scores(INPUTS);
            assertThat(scores[0]).isNotEqualTo(scores[1]);
            String unused = RewardModelFiles.save(trunk, saved);

            assertThat(saved.resolve("tokenizer_config.json"))
                    .hasSameBinaryContentAs(base.resolve("tokenizer_config.json"));
            try (RewardTrunk loaded = RewardModelFiles.load(saved, Device.cpu(), HfTokenizer::load)) {
                assertThat(loaded.scores(INPUTS)).isDeepEqualTo(scores);
            }
        }
    }

    /** The gradient asks for a likelier first answer and says nothing of the second, nor of scores. */
    @Test
    void shouldBecomeLikelierToWriteTheAnswerThatItIsAskedToWrite() throws IOException {
        BpeTrainer.train(List.of("a parcel"), 261).write(directory);
        Files.writeString(
                directory.resolve("tokenizer_config.json"),
                "{\"bos_token\":\"<|user|>\",\"eos_token\":\"<|end|>\",\"thumbstream_chat\":\"mistral\"}");
        CausalLm model = FamilyCase.all().get(4).load(directory, 9);
        try (HfTokenizer tokenizer = HfTokenizer.load(directory.resolve("tokenizer.json"));
                RewardTrunk trunk =
                        RewardTrunks.transformer(TransformerTrunkSettings.defaults(), model, directory, tokenizer, 4)) {
            assertThat(trunk.hasLanguageHead()).isTrue();
            double first = Double.NaN;
            double last = Double.NaN;
            for (int step = 0; step < 6; step++) {
                double[][] scores = trunk.scores(INPUTS);
                try (RewardTrunk.Pass pass = trunk.forwardWithText(INPUTS)) {
                    assertThat(pass.scores()).isDeepEqualTo(scores);
                    last = pass.logProbs()[0];
                    first = step == 0 ? last : first;
                    assertThat(pass.update(new double[2][trunk.members()], new double[] {-1, 0}))
                            .isTrue();
                }
            }

            assertThat(last).isGreaterThan(first).isNegative();
        }
    }

    @Test
    void shouldNameWhatIsMissingWhenLikelihoodsWereNotAskedFor() throws IOException {
        BpeTrainer.train(List.of("a parcel"), 261).write(directory);
        Files.writeString(
                directory.resolve("tokenizer_config.json"),
                "{\"bos_token\":\"<|user|>\",\"eos_token\":\"<|end|>\",\"thumbstream_chat\":\"mistral\"}");
        CausalLm model = FamilyCase.all().get(4).load(directory, 9);
        try (HfTokenizer tokenizer = HfTokenizer.load(directory.resolve("tokenizer.json"));
                RewardTrunk trunk =
                        RewardTrunks.transformer(TransformerTrunkSettings.defaults(), model, directory, tokenizer, 4);
                RewardTrunk.Pass pass = trunk.forward(INPUTS)) {
            assertThat(pass.logProbs()).isEmpty();
            assertThatThrownBy(() -> pass.update(new double[2][trunk.members()], new double[2]))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("ask for them when it starts");
        }
    }
}
