package io.thumbstream.generator.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.generator.remote.RemoteException.Kind;
import io.thumbstream.model.sample.Finish;
import io.thumbstream.model.sample.SamplingSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are sent, and events that are read, field by field. */
class DialectsTest {
    private static final ServedModel BASE = new ServedModel(0, "base", false);
    private static final ServedModel ADAPTER = new ServedModel(3, "support-v3-ab", true);
    private static final SamplingSettings HOW =
            new SamplingSettings(0.5, 0.9, 7, 0.1, 0, 1, 30, List.of("END")).withLogitBias(Map.of(5, -2.0));

    @Test
    void shouldAskVllmForTokenIdsAndEverySetting() throws JsonProcessingException {
        Call call = new VllmDialect().generate(ADAPTER, new int[] {4, 5}, HOW, 42, 12, Set.of(2, 1));

        assertThat(call.path()).isEqualTo("/v1/completions");
        assertThat(json(call.body().toString()))
                .isEqualTo(
                        json(
                                """
                {"model":"support-v3-ab","prompt":[4,5],"max_tokens":12,"temperature":0.5,"top_p":0.9,"top_k":7,"min_p":0.1,
                 "repetition_penalty":1,"seed":42,"stop":["END"],"stop_token_ids":[1,2],"logit_bias":{"5":-2.0},"logprobs":1,
                 "return_token_ids":true,"stream":true}
                """));
    }

    @Test
    void shouldAskSglangForTokenIdsAndEverySetting() throws JsonProcessingException {
        Call call = new SglangDialect().generate(ADAPTER, new int[] {4, 5}, HOW, 42, 12, Set.of(2, 1));

        assertThat(call.path()).isEqualTo("/generate");
        assertThat(json(call.body().toString()))
                .isEqualTo(
                        json(
                                """
                {"input_ids":[4,5],"sampling_params":{"max_new_tokens":12,"temperature":0.5,"top_p":0.9,"top_k":7,"min_p":0.1,
                 "repetition_penalty":1,"sampling_seed":42,"stop":["END"],"stop_token_ids":[1,2],"logit_bias":{"5":-2.0}},
                 "return_logprob":true,"stream":true,"lora_path":"support-v3-ab"}
                """));
    }

    @Test
    void shouldAskSglangForTheBaseWithoutAnAdapterAndForAllTokens() {
        JsonNode body = new SglangDialect()
                .generate(BASE, new int[] {4}, SamplingSettings.plain(3), 1, 3, Set.of())
                .body();

        assertThat(body.has("lora_path")).isFalse();
        assertThat(body.path("sampling_params").path("top_k").asInt()).isEqualTo(-1);
        assertThat(body.path("sampling_params").has("logit_bias")).isFalse();
    }

    @Test
    void shouldNameAdapterAndDirectoryWhenLoading() {
        Path directory = Path.of("/models/v3");
        for (Dialect dialect : List.of(new VllmDialect(), new SglangDialect())) {
            JsonNode load = dialect.load("a", directory).body();
            assertThat(load.path("lora_name").asText()).isEqualTo("a");
            assertThat(load.path("lora_path").asText()).isEqualTo(directory.toString());
            assertThat(dialect.unload("a").body().path("lora_name").asText()).isEqualTo("a");
        }
        assertThat(new VllmDialect().load("a", directory).path()).isEqualTo("/v1/load_lora_adapter");
        assertThat(new VllmDialect().unload("a").path()).isEqualTo("/v1/unload_lora_adapter");
        assertThat(new SglangDialect().load("a", directory).path()).isEqualTo("/load_lora_adapter");
        assertThat(new SglangDialect().unload("a").path()).isEqualTo("/unload_lora_adapter");
    }

    @Test
    void shouldReadVllmsPiecesAndItsCountsWithoutChoices() throws Exception {
        Dialect.Reader reader = new VllmDialect().reader();

        Piece first = reader.read(
                json(
                        """
                {"choices":[{"index":0,"text":"ab","token_ids":[8,9],"logprobs":{"token_logprobs":[-0.5,0.0001]},
                             "finish_reason":null}]}
                """));
        Piece last = reader.read(json("{\"choices\":[{\"text\":\"\",\"finish_reason\":\"length\"}]}"));
        Piece counts = reader.read(json("{\"choices\":[],\"usage\":{\"prompt_tokens\":3}}"));

        assertThat(first.tokens()).containsExactly(8, 9);
        assertThat(first.logProbs()).as("rounding above 0 is cut").containsExactly(-0.5f, 0);
        assertThat(first.finish()).isEmpty();
        assertThat(last.finish()).contains(Finish.LENGTH);
        assertThat(counts.tokens()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldReadSglangsPiecesWhetherTheyRepeatOrNot(boolean repeats) throws Exception {
        Dialect.Reader reader = new SglangDialect().reader();
        String old = repeats ? "[-0.5,8,null]," : "";

        Piece first = reader.read(
                json(
                        "{\"meta_info\":{\"completion_tokens\":1,\"output_token_logprobs\":[[-0.5,8,null]],\"finish_reason\":null}}"));
        Piece last = reader.read(json("{\"meta_info\":{\"completion_tokens\":3,\"output_token_logprobs\":[" + old
                + "[-1,9,null],[-2,10,null]],\"finish_reason\":{\"type\":\"stop\",\"matched\":10}}}"));

        assertThat(first.tokens()).containsExactly(8);
        assertThat(last.tokens()).containsExactly(9, 10);
        assertThat(last.logProbs()).containsExactly(-1, -2);
        assertThat(last.finish()).contains(Finish.STOP);
    }

    @Test
    void shouldNoticeWhenSglangLeavesTokensOrLogProbsOut() throws Exception {
        Dialect.Reader reader = new SglangDialect().reader();
        Piece first = reader.read(
                json("{\"meta_info\":{\"completion_tokens\":1,\"output_token_logprobs\":[[-0.5,8,null]]}}"));
        assertThat(first.tokens()).hasSize(1);

        assertThatThrownBy(() -> reader.read(
                        json("{\"meta_info\":{\"completion_tokens\":4,\"output_token_logprobs\":[[-0.5,8,null]]}}")))
                .isInstanceOfSatisfying(
                        RemoteException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BROKEN))
                .hasMessageContaining("1 tokens of 4 after 1");
        assertThatThrownBy(() -> reader.read(json("{\"text\":\"abc\",\"meta_info\":{\"completion_tokens\":4}}")))
                .isInstanceOfSatisfying(
                        RemoteException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
                .hasMessageContaining("output_token_logprobs");
    }

    @Test
    void shouldTellEventsFromWhatLiesBetween() throws Exception {
        assertThat(Events.of("")).isEmpty();
        assertThat(Events.of(": ping")).isEmpty();
        assertThat(Events.of("event: message")).isEmpty();
        assertThat(Events.of("data: {\"a\":1}")).contains(json("{\"a\":1}"));
        assertThat(Events.isEnd("data: [DONE]")).isTrue();
        assertThat(Events.isEnd("data:[DONE]")).isTrue();
        assertThat(Events.isEnd("data: {}")).isFalse();
        assertThatThrownBy(() -> Events.of("{\"a\":1}")).hasMessageContaining("no event");
        assertThatThrownBy(() -> Events.of("data:")).hasMessageContaining("nothing where JSON was due");
        assertThatThrownBy(() -> Events.of("data: secret words"))
                .hasMessageContaining("no JSON")
                .hasMessageNotContaining("secret");
    }

    @Test
    void shouldFindTheServersOwnWordsWhereverTheyAre() throws JsonProcessingException {
        assertThat(Bodies.message(json("{\"error\":{\"message\":\"a\\n b\"}}"))).isEqualTo("a b");
        assertThat(Bodies.message(json("{\"message\":\"c\"}"))).isEqualTo("c");
        assertThat(Bodies.message(json("{\"detail\":[{\"msg\":\"d\"}]}"))).contains("d");
        assertThat(Bodies.message(json("{\"error\":\"e\"}"))).isEqualTo("e");
        assertThat(Bodies.message(json("{\"x\":\"" + "y".repeat(500) + "\"}"))).hasSize(203);
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }
}
