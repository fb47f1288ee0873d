package io.thumbstream.model.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.model.checkpoint.CorruptFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LmConfigFileTest {
    private static final String SIZES = "'vocab_size':100,'hidden_size':16,'num_hidden_layers':2,"
            + "'num_attention_heads':4,'intermediate_size':24,'max_position_embeddings':64,";
    private static final String LLAMA = "'architectures':['LlamaForCausalLM'],'model_type':'llama'," + SIZES;

    @TempDir
    Path directory = Path.of("set by the test framework");

    static List<FamilyCase> families() {
        return FamilyCase.all();
    }

    @ParameterizedTest
    @MethodSource("families")
    void shouldReadTheSameConfigurationWhenItWrote(FamilyCase family) throws IOException {
        Files.writeString(directory.resolve("config.json"), family.config());
        LmConfig config = LmConfigFile.read(directory);
        LmConfigFile.write(config, directory);
        assertThat(LmConfigFile.read(directory)).isEqualTo(config);
    }

    @Test
    void shouldFillInWhatTheFamilyLeavesOutWhenFieldsAreAbsent() throws IOException {
        LmConfig config = read(LLAMA + "'head_dim':null");
        assertThat(config.keyValueHeads()).isEqualTo(4);
        assertThat(config.headSize()).isEqualTo(4);
        assertThat(config.ropeTheta()).isEqualTo(10_000);
        assertThat(config.tiedEmbeddings()).isFalse();
        assertThat(config.scaling()).isEqualTo(new RotaryScaling.None());
        assertThat(read(LLAMA + "'thumbstream_context':32").context()).isEqualTo(32);
        assertThat(read(LLAMA + "'thumbstream_context':320").context()).isEqualTo(64);
        String mistral = "'architectures':['MistralForCausalLM'],'num_key_value_heads':2,'sliding_window':32,";
        assertThat(read(mistral + SIZES + "'thumbstream_context':32").context())
                .as("a window as long as the context cuts nothing")
                .isEqualTo(32);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'hidden_act':'gelu' | field hidden_act is \"gelu\" but only silu",
                "'mlp_bias':true | field mlp_bias is true",
                "'attention_bias':'yes' | field attention_bias is \"yes\" but must be true or false",
                "'quantization_config':{'bits':4} | only an unquantised model",
                "'use_sliding_window':true | field use_sliding_window is true",
                "'layer_types':['full_attention','sliding_attention'] | only full_attention in every layer",
                "'model_type':'qwen2' | field model_type is \"qwen2\"",
                "'num_attention_heads':'four' | field num_attention_heads is \"four\" but must be a whole number",
                "'num_key_value_heads':3 | cannot share 3 key-value heads",
                "'head_dim':5 | head size is 5",
                "'rope_theta':0.5 | Rope theta 0.5",
                "'partial_rotary_factor':0.5 | field partial_rotary_factor is 0.5",
                "'rope_parameters':{'rope_type':'default','partial_rotary_factor':0.5} | rope_parameters.partial_rotary_factor is 0.5",
                "'rope_scaling':{'rope_type':'longrope','factor':2.0} | rotary scaling 'longrope' is not known",
                "'rope_scaling':{'rope_type':'linear'} | field rope_scaling.factor is missing but must be a number",
                "'rope_scaling':{'rope_type':'linear','factor':0.5} | factor of linear rotary scaling is 0.5",
                "'rope_scaling':{'type':'yarn','factor':4.0,'original_max_position_embeddings':32} | differ in which of them",
                "'rope_scaling':{'rope_type':'default'},'rope_parameters':{'rope_type':'default'} | both rope_scaling and",
                "'rope_scaling':7 | field rope_scaling is 7 but must be an object"
            })
    void shouldNameFieldAndValueWhenItIsNotComputedHere(String field, String message) {
        assertThatThrownBy(() -> read(LLAMA + field))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining(directory.resolve("config.json").toString())
                .hasMessageContaining(message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'architectures':['GPT2LMHeadModel'], | [\"GPT2LMHeadModel\"], which is not known",
                "'architectures':[], | known are LlamaForCausalLM, MistralForCausalLM, Qwen2ForCausalLM, Qwen3ForCausalLM",
                "'model_type':'llama', | architectures is",
                "'architectures':['MistralForCausalLM'],'num_key_value_heads':2, | field sliding_window is missing",
                "'architectures':['MistralForCausalLM'],'num_key_value_heads':2,'sliding_window':63, | at least the context",
                "'architectures':['MistralForCausalLM'],'num_key_value_heads':2,'sliding_window':63, | thumbstream_context may lower",
                "'architectures':['MistralForCausalLM'],'sliding_window':null, | field num_key_value_heads is missing",
                "'architectures':['Qwen2ForCausalLM'],'num_key_value_heads':2,'attention_bias':true, | fixes where attention",
                "'architectures':['Qwen3ForCausalLM'],'num_key_value_heads':2, | field head_dim is missing"
            })
    void shouldNameWhatIsKnownWhenTheArchitectureIsAnother(String fields, String message) {
        assertThatThrownBy(() -> read(fields + SIZES + "'rms_norm_eps':1e-6")).hasMessageContaining(message);
    }

    @Test
    void shouldNameTheFileWhenItIsAbsentOrNoObject() throws IOException {
        assertThatThrownBy(() -> LmConfigFile.read(directory)).hasMessageContaining("config.json: the file is missing");
        Files.writeString(directory.resolve("config.json"), "[]");
        assertThatThrownBy(() -> LmConfigFile.read(directory)).hasMessageContaining("holds no JSON object");
        Files.writeString(directory.resolve("config.json"), "{'a");
        assertThatThrownBy(() -> LmConfigFile.read(directory)).hasMessageContaining("it is not JSON");
    }

    private LmConfig read(String fields) throws IOException {
        Files.writeString(directory.resolve("config.json"), ("{" + fields + "}").replace('\'', '"'));
        return LmConfigFile.read(directory);
    }
}
