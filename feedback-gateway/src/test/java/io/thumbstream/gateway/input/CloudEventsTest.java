package io.thumbstream.gateway.input;

import static io.thumbstream.gateway.input.Formats.assertRefused;
import static io.thumbstream.gateway.input.Formats.bytes;
import static io.thumbstream.gateway.input.Formats.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudEventsTest {
    private static final String HEAD =
            "'specversion':'1.0','type':'io.thumbstream.feedback.v1.thumb','source':'/shop','id':'7'";
    private static final String DATA = "'data':{'rollout_id':'g.0','value':1}";

    @Test
    void shouldTakeIdTimeSenderAndKindFromTheEvent() {
        Incoming incoming = structured(HEAD + ",'time':'2026-11-01T13:00:00+02:00'," + DATA);
        assertThat(incoming.item())
                .isEqualTo(json("{'rollout_id':'g.0','value':1,'id':'"
                        + incoming.item().path("id").asText()
                        + "','source':'/shop','kind':'thumb','created_at':'2026-11-01T11:00:00Z'}"));
        assertThat(incoming.path()).isEqualTo("data");
        assertThat(incoming.headers())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", "7",
                        "ce_source", "/shop",
                        "ce_type", "io.thumbstream.feedback.v1.thumb",
                        "ce_time", "2026-11-01T11:00:00Z"));
    }

    @Test
    void shouldMakeTheSameIdOnlyWhenSourceAndIdAreTheSame() {
        String id = idOf("'source':'/a','id':'b'");
        assertThat(id).matches("ce-[A-Za-z0-9_-]{22}").isEqualTo(idOf("'source':'/a','id':'b'"));
        assertThat(idOf("'source':'/a','id':'c'")).isNotEqualTo(id);
        assertThat(idOf("'source':'/ab','id':'c'")).isNotEqualTo(idOf("'source':'/a','id':'bc'"));
    }

    @Test
    void shouldReadTheSameInAllModes() {
        Incoming structured = structured(HEAD + "," + DATA);
        String packed = Base64.getEncoder()
                .encodeToString("{\"rollout_id\":\"g.0\",\"value\":1}".getBytes(StandardCharsets.UTF_8));
        assertThat(structured(HEAD + ",'data_base64':'" + packed + "'")).isEqualTo(structured);
        assertThat(CloudEvents.binary(
                        Map.of(
                                "specversion", "1.0",
                                "type", "io.thumbstream.feedback.v1.thumb",
                                "source", "/shop",
                                "id", "7"),
                        json("{'rollout_id':'g.0','value':1}")))
                .isEqualTo(structured);
        assertThat(CloudEvents.batch(bytes("[{" + HEAD + "," + DATA + "}]"), 1))
                .hasSize(1)
                .allSatisfy(event -> assertThat(CloudEvents.structured(event)).isEqualTo(structured));
    }

    @Test
    void shouldTakeTheAnswerFromTheSubjectWhenTheDataNameNone() {
        assertThat(structured(HEAD + ",'subject':'g.1','data':{'value':1}")
                        .item()
                        .path("rollout_id"))
                .isEqualTo(json("{'x':'g.1'}").path("x"));
        assertThat(structured(HEAD + ",'subject':'g.1'," + DATA).item().path("rollout_id"))
                .isEqualTo(json("{'x':'g.0'}").path("x"));
    }

    @Test
    void shouldTakeExtensionsAndKeepTheTrace() {
        String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        Incoming incoming =
                structured(HEAD + ",'partitionkey':'x','sampledrate':5,'traceparent':'" + parent + "'," + DATA);
        assertThat(incoming.headers()).containsEntry("traceparent", parent);
        assertThat(incoming.item().has("partitionkey")).isFalse();
        assertThat(structured(HEAD + ",'traceparent':'x'," + DATA).headers()).doesNotContainKey("traceparent");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            'type':'io.thumbstream.feedback.v1','source':'/a','id':'1','data':{}                       | 'specversion' is missing
            'specversion':'0.3','type':'io.thumbstream.feedback.v1','source':'/a','id':'1','data':{}   | 'specversion' is '0.3'
            'specversion':1.0,'type':'io.thumbstream.feedback.v1','source':'/a','id':'1','data':{}     | 'specversion' is 1.0
            'specversion':'1.0','source':'/a','id':'1','data':{}                                       | 'type' is missing
            'specversion':'1.0','type':'com.example.click','source':'/a','id':'1','data':{}            | 'type' is 'com.example.click'
            'specversion':'1.0','type':'io.thumbstream.feedback.v2','source':'/a','id':'1','data':{}   | 'type' is
            'specversion':'1.0','type':'io.thumbstream.feedback.v1','id':'1','data':{}                 | 'source' is missing
            'specversion':'1.0','type':'io.thumbstream.feedback.v1','source':'','id':'1','data':{}     | 'source' must be
            'specversion':'1.0','type':'io.thumbstream.feedback.v1','source':'a b','id':'1','data':{}  | must be a URI
            'specversion':'1.0','type':'io.thumbstream.feedback.v1','source':'/a','data':{}            | 'id' is missing
            'specversion':'1.0','type':'io.thumbstream.feedback.v1','source':'/a','id':'\\u202e','data':{} | 'id' must be
            'specversion':'1.0','type':'io.thumbstream.feedback.v1','source':'/a','id':'1'             | 'data' is missing
            'specversion':'1.0','type':'io.thumbstream.feedback.v1','source':'/a','id':'1','data':[]   | 'data' is an array
            'specversion':'1.0','type':'io.thumbstream.feedback.v1','source':'/a','id':'1','data':{'id':'x'} | 'data.id' is told by the event
            'specversion':'1.0','type':'io.thumbstream.feedback.v1','source':'/a','id':'1','data':{'created_at':1} | 'data.created_at' is told
            'specversion':'1.0','type':'io.thumbstream.feedback.v1.thumb','source':'/a','id':'1','data':{'kind':'pair'} | 'data.kind' and the end
            'specversion':'1.0','type':'io.thumbstream.feedback.v1','source':'/a','id':'1','time':5,'data':{} | 'time' is 5
            'specversion':'1.0','type':'io.thumbstream.feedback.v1','source':'/a','id':'1','time':'soon','data':{} | ISO 8601
            'specversion':'1.0','type':'io.thumbstream.feedback.v1','source':'/a','id':'1','dataContentType':'x','data':{} | no attribute of a CloudEvent
            'specversion':'1.0','type':'io.thumbstream.feedback.v1','source':'/a','id':'1','extra':{},'data':{} | plain values
            'specversion':'1.0','type':'io.thumbstream.feedback.v1','source':'/a','id':'1','datacontenttype':'text/xml','data':{} | must be application/json
            'specversion':'1.0','type':'io.thumbstream.feedback.v1','source':'/a','id':'1','data':{},'data_base64':'e30=' | are both there
            'specversion':'1.0','type':'io.thumbstream.feedback.v1','source':'/a','id':'1','data_base64':'%%%' | is not base64
            'specversion':'1.0','type':'io.thumbstream.feedback.v1','source':'/a','id':'1','data_base64':'bm8=' | not valid JSON
            'specversion':'1.0','type':'io.thumbstream.feedback.v1','source':'/a','id':'1','subject':'x','data':'<x/>' | 'data' is "<x/>"
            """)
    void shouldNameAttributeAndRemedyWhenBad(String event, String detail) {
        assertRefused(() -> structured(event), detail);
    }

    @Test
    void shouldRefuseABatchThatIsEmptyTooLongOrNone() {
        assertRefused(() -> CloudEvents.batch(bytes("[]"), 2), "is empty");
        assertRefused(() -> CloudEvents.batch(bytes("[{},{},{}]"), 2), "has 3 elements; at most 2");
        assertRefused(() -> CloudEvents.batch(bytes("{}"), 2), "send a JSON array");
    }

    @Test
    void shouldRefuseDataAsAHeader() {
        assertRefused(() -> CloudEvents.binary(Map.of("data", "x"), json("{}")), "is the body of the request");
    }

    private static String idOf(String names) {
        return structured("'specversion':'1.0','type':'io.thumbstream.feedback.v1'," + names + "," + DATA)
                .item()
                .path("id")
                .asText();
    }

    private static Incoming structured(String event) {
        return CloudEvents.structured(json("{" + event + "}"));
    }
}
