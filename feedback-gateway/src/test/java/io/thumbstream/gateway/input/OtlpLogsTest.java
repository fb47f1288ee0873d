package io.thumbstream.gateway.input;

import static io.thumbstream.gateway.input.Formats.assertRefused;
import static io.thumbstream.gateway.input.Formats.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtlpLogsTest {
    private static final String EVENT = "'eventName':'gen_ai.evaluation.result',";
    private static final String SPAN = "'traceId':'4BF92F3577B34DA6A3CE929D0E0E4736','spanId':'00f067aa0ba902b7',";
    private static final String TIME = "'timeUnixNano':'1793534400123456789',";

    private final OtlpLogs logs = new OtlpLogs(Formats.CLOCK, 1_000);

    @Test
    void shouldBeAnOutcomeOfTheSpanWhenAMachineJudged() {
        Incoming only = one(EVENT + SPAN + TIME, text("gen_ai.evaluation.name", "Relevance"), number(0.75));
        JsonNode item = only.item();
        assertThat(item.path("kind").asText()).isEqualTo("outcome");
        assertThat(item.path("value").asDouble()).isEqualTo(0.75);
        assertThat(item.path("external_id")).isEqualTo(json("{'namespace':'span','id':'00f067aa0ba902b7'}"));
        assertThat(item.path("source").asText()).isEqualTo("otel:Relevance");
        assertThat(item.path("created_at").asText()).isEqualTo("2026-11-01T12:00:00.123456789Z");
        assertThat(item.has("user")).isFalse();
        assertThat(only.headers())
                .isEqualTo(Map.of("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
    }

    @Test
    void shouldNameTheAnswerByItsResponseIdWhenThereIsOne() {
        String name = text("gen_ai.evaluation.name", "Relevance");
        assertThat(one(EVENT + SPAN, name, number(1), text("gen_ai.response.id", "q3vJ0b5s9Y2mXcT1aKd8Zw.0"))
                        .item()
                        .path("rollout_id")
                        .asText())
                .isEqualTo("q3vJ0b5s9Y2mXcT1aKd8Zw.0");
        assertThat(one(EVENT + SPAN, name, number(1), text("gen_ai.response.id", "chatcmpl-1"))
                        .item()
                        .path("external_id"))
                .isEqualTo(json("{'namespace':'response','id':'chatcmpl-1'}"));
        assertThat(one(EVENT + "'traceId':'4bf92f3577b34da6a3ce929d0e0e4736',", name, number(1))
                        .item()
                        .path("external_id"))
                .isEqualTo(json("{'namespace':'trace','id':'4bf92f3577b34da6a3ce929d0e0e4736'}"));
    }

    @Test
    void shouldBeAThumbOfAPersonAndACommentWhenCalledSo() {
        List<Incoming> both = read(
                EVENT + SPAN + TIME,
                text("gen_ai.evaluation.name", "user_feedback"),
                text("gen_ai.evaluation.score.label", "thumbs-down"),
                text("gen_ai.evaluation.explanation", "too long"),
                text("user.id", "ann"),
                text("thumbstream.receipt", "r1.x.y"));
        assertThat(both).hasSize(2);
        JsonNode thumb = both.get(0).item();
        JsonNode comment = both.get(1).item();
        assertThat(thumb.path("kind").asText()).isEqualTo("thumb");
        assertThat(thumb.path("value").asInt()).isEqualTo(-1);
        assertThat(thumb.path("user").asText()).isEqualTo("ann");
        assertThat(thumb.path("receipt").asText()).isEqualTo("r1.x.y");
        assertThat(comment.path("kind").asText()).isEqualTo("comment");
        assertThat(comment.path("text").asText()).isEqualTo("too long");
        assertThat(comment.path("id").asText()).isEqualTo(thumb.path("id").asText() + "-comment");
        assertThat(comment.path("external_id")).isEqualTo(thumb.path("external_id"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            thumb         | {'intValue':'1'}     |               | thumb   | 1
            thumb         | {'intValue':0}       |               | thumb   | -1
            thumb         | {'doubleValue':-1.0} | down          | thumb   | -1
            Thumbs        |                      | up            | thumb   | 1
            rating        | {'doubleValue':0.25} |               | rating  | 0.25
            user-rating   |                      | positive      | rating  | 1
            Correctness   |                      | incorrect     | outcome | 0
            Correctness   | {'doubleValue':0.5}  | partly        | outcome | 0.5
            IntentResolution | {'intValue':'1'}  | pass          | outcome | 1
            """)
    void shouldReadScoreAndLabel(
            String name, @Nullable String score, @Nullable String label, String kind, double value) {
        List<String> attributes = new ArrayList<>(List.of(text("gen_ai.evaluation.name", name)));
        if (score != null) {
            attributes.add(attribute("gen_ai.evaluation.score.value", score));
        }
        if (label != null) {
            attributes.add(text("gen_ai.evaluation.score.label", label));
        }
        JsonNode item = one(EVENT + SPAN, attributes.toArray(String[]::new)).item();
        assertThat(item.path("kind").asText()).isEqualTo(kind);
        assertThat(item.path("value").asDouble()).isEqualTo(value);
    }

    @Test
    void shouldMakeTheSameIdWhenSentAgainAndAnotherWhenAnythingDiffers() {
        String name = text("gen_ai.evaluation.name", "Relevance");
        String id = id(EVENT + SPAN + TIME, name, number(1));
        OtlpLogs later = new OtlpLogs(Clock.offset(Formats.CLOCK, Duration.ofHours(1)), 1_000);
        assertThat(id).matches("otel-[A-Za-z0-9_-]{22}");
        assertThat(later.read(record(EVENT + SPAN + TIME, name, number(1)))
                        .get(0)
                        .item()
                        .path("id")
                        .asText())
                .isEqualTo(id);
        assertThat(id(EVENT + SPAN, name, number(1))).isNotEqualTo(id);
        assertThat(id(EVENT + SPAN + TIME, name, number(0.5))).isNotEqualTo(id);
        assertThat(id(EVENT + SPAN + TIME, name, number(1), text("user.id", "ann")))
                .isNotEqualTo(id);
        assertThat(id(EVENT + SPAN + TIME, text("gen_ai.evaluation.name", "relevance"), number(1)))
                .isNotEqualTo(id);
    }

    @Test
    void shouldTakeTheEventNameOfOlderSdksAndTheObservedTime() {
        JsonNode item = one(
                        SPAN + "'timeUnixNano':'0','observedTimeUnixNano':1793534400000000000,",
                        text("event.name", "gen_ai.evaluation.result"),
                        text("gen_ai.evaluation.name", "Relevance"),
                        text("enduser.id", "ann"),
                        number(1))
                .item();
        assertThat(item.path("created_at").asText()).isEqualTo("2026-11-01T12:00:00Z");
        assertThat(item.path("user").asText()).isEqualTo("ann");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            'eventName':'http.request'                                            | Relevance | {'doubleValue':1} | only gen_ai.evaluation.result
            'severityText':'INFO'                                                 | Relevance | {'doubleValue':1} | 'eventName' is ''
            'eventName':7                                                         | Relevance | {'doubleValue':1} | 'record.eventName' is 7
            'eventName':'gen_ai.evaluation.result'                                | Relevance | {'doubleValue':1} | neither a span nor a trace
            'eventName':'gen_ai.evaluation.result','spanId':'xyz'                 | Relevance | {'doubleValue':1} | must be hexadecimal
            'eventName':'gen_ai.evaluation.result','spanId':'0000000000000000'    | Relevance | {'doubleValue':1} | must be hexadecimal
            'eventName':'gen_ai.evaluation.result','spanId':'00f067aa0ba902b7'    | Relevance | {'doubleValue':'NaN'} | finite doubleValue
            'eventName':'gen_ai.evaluation.result','spanId':'00f067aa0ba902b7'    | Relevance | {'stringValue':'1'} | finite doubleValue
            'eventName':'gen_ai.evaluation.result','spanId':'00f067aa0ba902b7'    | Relevance | {'intValue':'4'} | 'score' is 4.0; it must lie from 0 to 1
            'eventName':'gen_ai.evaluation.result','spanId':'00f067aa0ba902b7'    | Relevance | {'intValue':'9223372036854775807'} | from 0 to 1
            'eventName':'gen_ai.evaluation.result','spanId':'00f067aa0ba902b7'    | thumb     | {'doubleValue':0.5} | a thumb is 1, or 0 or -1
            'eventName':'gen_ai.evaluation.result','spanId':'00f067aa0ba902b7','timeUnixNano':'-5' | Relevance | {'doubleValue':1} | nanoseconds since 1970
            'eventName':'gen_ai.evaluation.result','spanId':'00f067aa0ba902b7','timeUnixNano':1.5 | Relevance | {'doubleValue':1} | nanoseconds since 1970
            """)
    void shouldSayWhyItCannotBeStored(String head, String name, String score, String detail) {
        assertRefused(
                () -> read(
                        head + ",",
                        text("gen_ai.evaluation.name", name),
                        attribute("gen_ai.evaluation.score.value", score)),
                detail);
    }

    @Test
    void shouldRefuseWhatSaysNothingOrTwoThings() {
        String name = text("gen_ai.evaluation.name", "Relevance");
        assertRefused(() -> read(EVENT + SPAN, number(1)), "'gen_ai.evaluation.name' is missing");
        assertRefused(() -> read(EVENT + SPAN, name), "say at least one of them");
        assertRefused(() -> read(EVENT + SPAN, name, name, number(1)), "twice");
        assertRefused(() -> read(EVENT + SPAN, name, text("error.type", "timeout")), "the evaluation failed");
        assertRefused(() -> read(EVENT + SPAN, name, text("gen_ai.evaluation.score.label", "meh")), "'label' is 'meh'");
        assertRefused(
                () -> read(
                        EVENT + SPAN,
                        text("gen_ai.evaluation.name", "thumb"),
                        number(1),
                        text("gen_ai.evaluation.score.label", "down")),
                "opposite things");
        assertRefused(
                () -> read(EVENT + SPAN, name, text("gen_ai.evaluation.explanation", "x".repeat(1_001))),
                "at most 1000");
        assertRefused(
                () -> read(EVENT + SPAN, attribute("gen_ai.evaluation.name", "{'intValue':1}")), "it must be a text");
    }

    @Test
    void shouldFindAllRecordsAndIgnoreWhatMeansNothing() {
        JsonNode body = json("{'resourceLogs':[{'resource':{},'scopeLogs':[{'scope':{},'logRecords':[{'a':1},{'a':2}]},"
                + "{'logRecords':[{'a':3}]}],'schemaUrl':'x'},{'scopeLogs':[]},{}],'other':true}");
        assertThat(OtlpLogs.records(body, 3))
                .extracting(record -> record.path("a").asInt())
                .containsExactly(1, 2, 3);
        assertThat(OtlpLogs.records(json("{}"), 3)).isEmpty();
        assertRefused(() -> OtlpLogs.records(body, 2), "has 3 records; at most 2");
        assertRefused(() -> OtlpLogs.records(json("{'resourceLogs':{}}"), 3), "it must be an array");
        assertRefused(() -> OtlpLogs.records(json("{'resourceLogs':[1]}"), 3), "it must be an object");
    }

    private String id(String head, String... attributes) {
        return one(head, attributes).item().path("id").asText();
    }

    private Incoming one(String head, String... attributes) {
        List<Incoming> parts = read(head, attributes);
        assertThat(parts).hasSize(1);
        return parts.get(0);
    }

    private List<Incoming> read(String head, String... attributes) {
        return logs.read(record(head, attributes));
    }

    private static JsonNode record(String head, String... attributes) {
        return json("{" + head + "'attributes':[" + String.join(",", attributes) + "]}");
    }

    private static String text(String key, String value) {
        return attribute(key, "{'stringValue':'" + value + "'}");
    }

    private static String number(double value) {
        return attribute("gen_ai.evaluation.score.value", "{'doubleValue':" + value + "}");
    }

    private static String attribute(String key, String value) {
        return "{'key':'" + key + "','value':" + value + "}";
    }
}
