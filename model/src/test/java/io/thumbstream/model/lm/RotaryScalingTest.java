package io.thumbstream.model.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RotaryScalingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SIZE = 128;

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Llama 3.1 8B
                "{'max_position_embeddings':131072,'rope_theta':500000.0,'rope_scaling':{'rope_type':'llama3','factor':8.0,"
                        + "'low_freq_factor':1.0,'high_freq_factor':4.0,'original_max_position_embeddings':8192}}",
                // Qwen2.5 7B as its model card extends it
                "{'max_position_embeddings':131072,'rope_theta':1000000.0,'rope_scaling':{'type':'yarn','rope_type':'yarn',"
                        + "'factor':4.0,'original_max_position_embeddings':32768}}",
                "{'max_position_embeddings':16384,'rope_theta':10000.0,'rope_scaling':{'rope_type':'linear','factor':4.0}}",
                "{'max_position_embeddings':4096,'rope_theta':10000.0}"
            })
    void shouldTurnPairsAsThePapersSayWhenFieldsAreThoseOfKnownModels(String config) throws IOException {
        JsonNode fields = JSON.readTree(config.replace('\'', '"'));
        RotaryScaling scaling = scaling(fields);
        ReferenceRotary reference = ReferenceRotary.of(fields, SIZE);
        double[] pace = scaling.pace(fields.path("rope_theta").asDouble(), SIZE);
        for (int pair = 0; pair < SIZE / 2; pair++) {
            assertThat(1 / pace[pair])
                    .as("pair %s", pair)
                    .isCloseTo(reference.frequency()[pair], Percentage.withPercentage(1e-10));
        }
        assertThat(scaling.amplitude()).isCloseTo(reference.amplitude(), within(1e-12));
    }

    /**
     * Frequencies that Hugging Face transformers pins in its own tests, to five digits: heads of 128, base 10000, first context 2048, factor 10, for
     * YaRN with 32 and 1 turns, for Llama 3 with 1 and 4.
     */
    @ParameterizedTest(name = "pair {0}")
    @CsvSource({
        "0, 1.0000e+00, 1.0000e+00",
        "16, 1.0000e-01, 1.0000e-01",
        "17, 8.3479e-02, 8.6596e-02",
        "20, 4.8136e-02, 5.6234e-02",
        "25, 1.8512e-02, 2.7384e-02",
        "30, 6.6143e-03, 1.3335e-02",
        "31, 5.3120e-03, 1.0730e-02",
        "32, 4.2400e-03, 7.7785e-03",
        "36, 1.5746e-03, 1.9675e-03",
        "39, 6.2810e-04, 5.7363e-04",
        "40, 4.3007e-04, 3.4539e-04",
        "41, 2.7384e-04, 2.7384e-04",
        "48, 1.0000e-04, 1.0000e-04",
        "63, 1.1548e-05, 1.1548e-05"
    })
    void shouldTurnPairsAsTransformersDoes(int pair, double yarn, double llama) {
        double[] stretched = new RotaryScaling.Yarn(10, 2048, 32, 1, true, 1).pace(10_000, SIZE);
        double[] blended = new RotaryScaling.Llama3(10, 1, 4, 2048).pace(10_000, SIZE);
        assertThat(1 / stretched[pair]).isCloseTo(yarn, Percentage.withPercentage(0.01));
        assertThat(1 / blended[pair]).isCloseTo(llama, Percentage.withPercentage(0.01));
    }

    @Test
    void shouldKeepFastPairsAndSlowDownSlowOnesWhenScalingIsByFrequency() {
        double[] plain = new RotaryScaling.None().pace(500_000, SIZE);
        double[] llama = new RotaryScaling.Llama3(8, 1, 4, 8192).pace(500_000, SIZE);
        assertThat(llama[0]).isEqualTo(plain[0]);
        assertThat(llama[63]).isCloseTo(8 * plain[63], Percentage.withPercentage(1e-10));
        double[] yarn = new RotaryScaling.Yarn(4, 32_768, 32, 1, true, 1).pace(500_000, SIZE);
        assertThat(yarn[0]).isEqualTo(plain[0]);
        assertThat(yarn[63]).isCloseTo(4 * plain[63], Percentage.withPercentage(1e-10));
    }

    @Test
    void shouldStayFiniteWhenBothBordersOfYarnFallOnOnePair() {
        assertThat(new RotaryScaling.Yarn(2, 4, 32, 1, true, 1).pace(10_000, 8)).doesNotContain(Double.NaN);
    }

    @Test
    void shouldTakeTheAttentionFactorFromTheFieldsWhenTheyHaveOne() throws IOException {
        assertThat(yarn("'attention_factor':1.5").amplitude()).isEqualTo(1.5);
        assertThat(yarn("'mscale':2.0,'mscale_all_dim':1.0").amplitude())
                .isCloseTo((0.2 * Math.log(4) + 1) / (0.1 * Math.log(4) + 1), within(1e-12));
        assertThat(yarn("'mscale':2.0").amplitude()).isCloseTo(0.1 * Math.log(4) + 1, within(1e-12));
    }

    @Test
    void shouldRefuseWhenAFactorSlowsNothingDown() {
        assertThatThrownBy(() -> new RotaryScaling.Linear(0.5)).hasMessageContaining("must be at least 1");
        assertThatThrownBy(() -> new RotaryScaling.Llama3(8, 4, 1, 8192)).hasMessageContaining("below the second");
        assertThatThrownBy(() -> new RotaryScaling.Yarn(4, 1024, 1, 32, true, 1))
                .hasMessageContaining("beta_slow below");
    }

    private static RotaryScaling yarn(String more) throws IOException {
        String text = "{'max_position_embeddings':4096,'rope_scaling':{'rope_type':'yarn','factor':4.0," + more + "}}";
        return scaling(JSON.readTree(text.replace('\'', '"')));
    }

    private static RotaryScaling scaling(JsonNode fields) throws IOException {
        ConfigFields read = new ConfigFields((ObjectNode) fields, Path.of("config.json"), "");
        return RotaryFields.scaling(read, read.integer("max_position_embeddings"));
    }
}
