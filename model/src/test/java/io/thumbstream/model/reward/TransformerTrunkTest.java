package io.thumbstream.model.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.FamilyCase;
import io.thumbstream.model.lm.FeatureDropout;
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

    /** A model with its vocabulary in {@code home}. */
    private static CausalLm model(Path home) throws IOException {
        BpeTrainer.train(List.of("a parcel"), 261).write(home);
        return FamilyCase.all().get(4).load(home, 9);
    }

    /** The same with a chat format. */
    private static CausalLm conversing(Path home) throws IOException {
        Files.writeString(
                home.resolve("tokenizer_config.json"),
                "{\"bos_token\":\"<|user|>\",\"eos_token\":\"<|end|>\",\"thumbstream_chat\":\"mistral\"}");
        return model(home);
    }

    private static HfTokenizer tokenizer(Path home) throws IOException {
        return HfTokenizer.load(home.resolve("tokenizer.json"));
    }

    private static RewardTrunk trunk(CausalLm model, Path home, HfTokenizer tokenizer) throws IOException {
        return RewardTrunks.transformer(TransformerTrunkSettings.defaults(), model, home, tokenizer, 4);
    }

    @Test
    void shouldScoreEveryPrefixAsATruncatedAnswerWouldBeInOnePass() throws IOException {
        CausalLm model = model(directory);
        try (HfTokenizer tokenizer = tokenizer(directory)) {
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
        CausalLm model = conversing(base);
        try (HfTokenizer tokenizer = tokenizer(base);
                RewardTrunk trunk = trunk(model, base, tokenizer)) {
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
        CausalLm model = conversing(directory);
        try (HfTokenizer tokenizer = tokenizer(directory);
                RewardTrunk trunk = trunk(model, directory, tokenizer)) {
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
        CausalLm model = conversing(directory);
        try (HfTokenizer tokenizer = tokenizer(directory);
                RewardTrunk trunk = trunk(model, directory, tokenizer);
                RewardTrunk.Pass pass = trunk.forward(INPUTS)) {
            assertThat(pass.logProbs()).isEmpty();
            assertThatThrownBy(() -> pass.update(new double[2][trunk.members()], new double[2]))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("ask for them when it starts");
        }
    }

    @Test
    void shouldShowTheSameViewsForASeedAndTwoThatDifferByDropoutAlone() throws IOException {
        CausalLm model = conversing(directory);
        int width = model.config().width();
        try (HfTokenizer tokenizer = tokenizer(directory);
                RewardTrunk trunk = trunk(model, directory, tokenizer)) {
            assertThat(trunk.hasViews()).isTrue();
            double[][][] some = views(trunk, new FeatureDropout(0.3, 5));
            double[][][] again = views(trunk, new FeatureDropout(0.3, 5));
            double[][][] others = views(trunk, new FeatureDropout(0.3, 6));
            double[][][] whole = views(trunk, new FeatureDropout(0, 5));

            assertThat(some.length).isEqualTo(2);
            assertThat(some[0]).hasDimensions(2, width).isDeepEqualTo(again[0]);
            assertThat(some[1]).isDeepEqualTo(again[1]);
            assertThat(Arrays.deepEquals(some[0], some[1]))
                    .as("views of seed 5")
                    .isFalse();
            assertThat(Arrays.deepEquals(some[0], others[0]))
                    .as("seeds 5 and 6")
                    .isFalse();
            assertThat(whole[0]).isDeepEqualTo(whole[1]);
        }
    }

    private static double[][][] views(RewardTrunk trunk, FeatureDropout dropout) {
        try (RewardTrunk.Pass pass = trunk.forwardWithViews(INPUTS, dropout, false)) {
            assertThat(pass.logProbs()).isEmpty();
            assertThat(pass.scores()).isDeepEqualTo(trunk.scores(INPUTS));
            return pass.views();
        }
    }

    /** The gradient asks for less of the first feature of the first answer in the first view, and for a likelier first answer. */
    @Test
    void shouldMoveItsStatesAndItsWordsWhereTheGradientsPoint() throws IOException {
        CausalLm model = conversing(directory);
        double[][][] slopes = new double[2][2][model.config().width()];
        slopes[0][0][0] = 1;
        FeatureDropout dropout = new FeatureDropout(0.3, 5);
        try (HfTokenizer tokenizer = tokenizer(directory);
                RewardTrunk trunk = trunk(model, directory, tokenizer)) {
            double before = views(trunk, dropout)[0][0][0];
            double likely = Double.NaN;
            double likelier = Double.NaN;
            for (int step = 0; step < 6; step++) {
                try (RewardTrunk.Pass pass = trunk.forwardWithViews(INPUTS, dropout, true)) {
                    likelier = pass.logProbs()[0];
                    likely = step == 0 ? likelier : likely;
                    assertThat(pass.update(new double[2][trunk.members()], new double[] {-1, 0}, slopes))
                            .isTrue();
                }
            }

            assertThat(views(trunk, dropout)[0][0][0]).isLessThan(before);
            assertThat(likelier).isGreaterThan(likely);
        }
    }

    @Test
    void shouldRefuseSlopesThatAreNoNumbersAndViewsThatWereNotAskedFor() throws IOException {
        CausalLm model = conversing(directory);
        double[][][] slopes = new double[2][2][model.config().width()];
        slopes[1][1][0] = Double.NaN;
        try (HfTokenizer tokenizer = tokenizer(directory);
                RewardTrunk trunk = trunk(model, directory, tokenizer)) {
            double[][] none = new double[2][trunk.members()];
            double[][] scores = trunk.scores(INPUTS);
            try (RewardTrunk.Pass pass = trunk.forwardWithViews(INPUTS, new FeatureDropout(0.3, 5), false)) {
                assertThat(pass.update(none, new double[2], slopes)).isFalse();
            }
            assertThat(trunk.scores(INPUTS)).isDeepEqualTo(scores);
            try (RewardTrunk.Pass pass = trunk.forward(INPUTS)) {
                assertThat(pass.views()).isEmpty();
                assertThatThrownBy(() -> pass.update(none, new double[2], slopes))
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessageContaining("ask for them when it starts");
            }
        }
    }

    @Test
    void shouldOfferNeitherViewsNorWordsWhenItsStatesDoNotLearn() throws IOException {
        CausalLm model = conversing(directory);
        TransformerTrunkSettings frozen = new TransformerTrunkSettings(4, 0.02, 3e-4, 0.01, 1, false);
        try (HfTokenizer tokenizer = tokenizer(directory);
                RewardTrunk trunk = RewardTrunks.transformer(frozen, model, directory, tokenizer, 4)) {
            assertThat(trunk.hasViews()).isFalse();
            assertThat(trunk.hasLanguageHead())
                    .as("a term would teach it nothing")
                    .isFalse();
        }
    }
}
