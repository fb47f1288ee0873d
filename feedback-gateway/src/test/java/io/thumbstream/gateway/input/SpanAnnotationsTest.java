package io.thumbstream.gateway.input;

import static io.thumbstream.gateway.input.Formats.assertRefused;
import static io.thumbstream.gateway.input.Formats.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanAnnotationsTest {
    private static final String SPAN = "'span_id':'67F6740bbe1ddc3f'";

    private final SpanAnnotations annotations = new SpanAnnotations(Formats.CLOCK, 1_000);

    @Test
    void shouldBeARatingOfThePersonAndACommentWhenAHumanJudged() {
        List<Incoming> both = read(SPAN
                + ",'name':'correctness','annotator_kind':'HUMAN','identifier':'user-123','metadata':{'confidence':'high'},"
                + "'result':{'label':'correct','score':0.85,'explanation':'as I asked'}");
        JsonNode rating = both.get(0).item();
        assertThat(both).hasSize(2);
        assertThat(rating.path("kind").asText()).isEqualTo("rating");
        assertThat(rating.path("value").asDouble()).isEqualTo(0.85);
        assertThat(rating.path("user").asText()).isEqualTo("user-123");
        assertThat(rating.path("source").asText()).isEqualTo("openinference:correctness");
        assertThat(rating.path("external_id")).isEqualTo(json("{'namespace':'span','id':'67f6740bbe1ddc3f'}"));
        assertThat(both.get(1).item().path("text").asText()).isEqualTo("as I asked");
    }

    @Test
    void shouldTakeAnswerPersonAndReceiptFromTheMetadata() {
        JsonNode item = read(SPAN + ",'name':'user feedback','annotator_kind':'HUMAN','identifier':'x','metadata':"
                        + "{'gen_ai.response.id':'abc.0','user.id':'ann','thumbstream.receipt':'r1.a.b'},"
                        + "'result':{'label':'thumbs-up','score':1}")
                .get(0)
                .item();
        assertThat(item.path("kind").asText()).isEqualTo("thumb");
        assertThat(item.path("value").asInt()).isEqualTo(1);
        assertThat(item.path("rollout_id").asText()).isEqualTo("abc.0");
        assertThat(item.path("user").asText()).isEqualTo("ann");
        assertThat(item.path("receipt").asText()).isEqualTo("r1.a.b");
    }

    /** Up, down, up again: the third must not pass for the first sent twice. */
    @Test
    void shouldBeNewWhenItsAuthorSaysTheSameLater() {
        String known = SPAN + ",'name':'thumb','annotator_kind':'HUMAN','identifier':'ann','result':{'score':1}";
        String nobody = SPAN + ",'name':'thumb','annotator_kind':'HUMAN','result':{'score':1}";
        SpanAnnotations later = new SpanAnnotations(Clock.offset(Formats.CLOCK, Duration.ofMinutes(1)), 1_000);
        assertThat(idOf(later, known)).isNotEqualTo(idOf(annotations, known));
        assertThat(idOf(later, nobody)).isEqualTo(idOf(annotations, nobody));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            'name':'a','annotator_kind':'LLM','result':{'score':1}                               | 'data.span_id' is missing
            'span_id':'67f6','name':'a','annotator_kind':'LLM','result':{'score':1}              | must be 16 hexadecimal digits
            'span_id':'0000000000000000','name':'a','annotator_kind':'LLM','result':{'score':1}  | not all 0
            'span_id':'67f6740bbe1ddc3f','annotator_kind':'LLM','result':{'score':1}             | 'data.name' is missing
            'span_id':'67f6740bbe1ddc3f','name':'a\\u0000','annotator_kind':'LLM','result':{'score':1} | printable
            'span_id':'67f6740bbe1ddc3f','name':'a','result':{'score':1}                         | 'data.annotator_kind' is missing
            'span_id':'67f6740bbe1ddc3f','name':'a','annotator_kind':'human','result':{'score':1} | HUMAN, LLM or CODE
            'span_id':'67f6740bbe1ddc3f','name':'a','annotator_kind':'LLM'                       | say at least one of them
            'span_id':'67f6740bbe1ddc3f','name':'a','annotator_kind':'LLM','result':[]           | it must be an object
            'span_id':'67f6740bbe1ddc3f','name':'a','annotator_kind':'LLM','result':{'score':'1'} | it must be a number
            'span_id':'67f6740bbe1ddc3f','name':'a','annotator_kind':'LLM','result':{'score':85} | from 0 to 1
            'span_id':'67f6740bbe1ddc3f','name':'a','annotator_kind':'LLM','result':{'score':1e999} | it must be a number
            'span_id':'67f6740bbe1ddc3f','name':'a','annotator_kind':'LLM','result':{'scores':1} | is not a field
            'span_id':'67f6740bbe1ddc3f','name':'a','annotator_kind':'LLM','trace_id':'x'        | is not a field
            'span_id':'67f6740bbe1ddc3f','name':'a','annotator_kind':'LLM','metadata':'x'        | it must be an object
            """)
    void shouldNameFieldAndRemedyWhenBad(String annotation, String detail) {
        assertRefused(() -> read(annotation), detail);
    }

    @Test
    void shouldRefuseARequestThatIsEmptyOrTooLong() {
        assertRefused(() -> SpanAnnotations.annotations(json("{'data':[]}"), 2), "is empty");
        assertRefused(() -> SpanAnnotations.annotations(json("{'data':[1,2,3]}"), 2), "has 3 elements");
        assertRefused(() -> SpanAnnotations.annotations(json("{'items':[]}"), 2), "is not a field");
    }

    private static String idOf(SpanAnnotations reader, String annotation) {
        return reader.read(json("{" + annotation + "}"))
                .get(0)
                .item()
                .path("id")
                .asText();
    }

    private List<Incoming> read(String annotation) {
        return annotations.read(json("{" + annotation + "}"));
    }
}
