package io.thumbstream.gateway.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.gateway.GatewaySettings;
import io.thumbstream.gateway.event.AnswerSpan;
import io.thumbstream.gateway.event.FeedbackEvent;
import io.thumbstream.gateway.event.FeedbackEvent.Kind;
import io.thumbstream.gateway.identity.GatewaySecret;
import io.thumbstream.gateway.identity.Identities;
import io.thumbstream.gateway.problem.ProblemException;
import io.thumbstream.gateway.problem.ProblemKind;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedbackParserTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    private final Identities identities = new Identities(GatewaySecret.of("0123456789abcdef"), () -> new byte[17]);
    private final FeedbackParser parser =
            new FeedbackParser(GatewaySettings.defaults(), identities, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void shouldReadThumbWhenWordOrNumber() {
        assertThat(parse("{'id':'a','kind':'thumb','rollout_id':'g.0','value':'up'}")
                        .value())
                .hasValue(1);
        assertThat(parse("{'id':'a','kind':'thumb','rollout_id':'g.0','value':-1}")
                        .value())
                .hasValue(-1);
    }

    @Test
    void shouldScaleRatingToUnitIntervalWhenScaleGiven() {
        FeedbackEvent event =
                parse("{'id':'a','kind':'rating','rollout_id':'g.0','value':4,'scale':{'min':1,'max':5}}");
        assertThat(event.value()).hasValue(0.75);
    }

    @Test
    void shouldReadTieAsZeroWhenPair() {
        FeedbackEvent event = parse("{'id':'a','kind':'pair','rollout_ids':['g.0','g.1'],'value':'tie','text':'both'}");
        assertThat(event.kind()).isEqualTo(Kind.PAIR);
        assertThat(event.targets()).containsExactly("g.0", "g.1");
        assertThat(event.value()).hasValue(0);
        assertThat(event.text()).hasValue("both");
        assertThat(event.groupId()).isEqualTo("g");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            'signal':'copied'               | copied      | 1
            'signal':'regenerated'          | regenerated | -1
            'signal':'abandoned'            | abandoned   | -1
            'signal':'dwell','seconds':0    | dwell       | 0
            'signal':'dwell','seconds':30   | dwell       | 0.5
            'signal':'dwell','seconds':90   | dwell       | 0.75
            """)
    void shouldGiveAStrengthToWhatWasNoticed(String fields, String signal, double strength) {
        FeedbackEvent event = parse("{'id':'a','kind':'implicit','rollout_id':'g.0'," + fields + "}");
        assertThat(event.kind()).isEqualTo(Kind.IMPLICIT);
        assertThat(event.signal()).contains(signal);
        assertThat(event.value()).hasValue(strength);
        assertThat(event.text()).isEmpty();
    }

    @Test
    void shouldReadTheMarkedPartWithAVerdictOrWordsOrBoth() {
        String span = "{'id':'a','kind':'span','rollout_id':'g.0','span':{'start':3,'end':9}%s}";
        FeedbackEvent good = parse(span.formatted(",'value':'up'"));
        assertThat(good.kind()).isEqualTo(Kind.SPAN);
        assertThat(good.span()).contains(new AnswerSpan(3, 9));
        assertThat(good.value()).hasValue(1);
        assertThat(good.text()).isEmpty();
        FeedbackEvent words = parse(span.formatted(",'text':'this is wrong'"));
        assertThat(words.value()).isEmpty();
        assertThat(words.text()).contains("this is wrong");
        assertThat(parse(span.formatted(",'value':-1,'text':'wrong'")).value()).hasValue(-1);
        assertThat(good.content().fingerprint())
                .as("another part is other content")
                .isNotEqualTo(parse(span.formatted(",'value':'up'").replace("3", "4"))
                        .content()
                        .fingerprint());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            1         | 1
            0.25      | 0.25
            'success' | 1
            'failure' | 0
            """)
    void shouldReadOutcomeWhenWordOrNumber(String value, double outcome) {
        assertThat(parse("{'id':'a','kind':'outcome','rollout_id':'g.0','value':" + value + "}")
                        .value())
                .hasValue(outcome);
    }

    @Test
    void shouldFindTheAnswersOfAnotherSystemByItsNames() {
        FeedbackEvent thumb =
                parse("{'id':'a','kind':'thumb','external_id':{'namespace':'openai','id':'chatcmpl-1'},'value':1}");
        assertThat(thumb.targets()).containsExactly("x-openai-chatcmpl-1.0");
        assertThat(thumb.groupId()).isEqualTo("x-openai-chatcmpl-1");
        FeedbackEvent pair = parse("{'id':'a','kind':'pair','value':'first','external_ids':["
                + "{'namespace':'o','id':'1','group':'q'},{'namespace':'o','id':'2','group':'q'}]}");
        assertThat(pair.groupId()).isEqualTo(Identities.externalGroup("q"));
        assertThat(pair.targets()).doesNotHaveDuplicates().hasSize(2);
    }

    @Test
    void shouldTakeEventTimeFromCallerWhenGiven() {
        FeedbackEvent event = parse(
                "{'id':'a','kind':'thumb','rollout_id':'g.0','value':1,'created_at':'2016-05-01T10:00:00+02:00'}");
        assertThat(event.eventTime()).isEqualTo(Instant.parse("2016-05-01T08:00:00Z"));
        assertThat(parse("{'id':'a','kind':'thumb','rollout_id':'g.0','value':1,'created_at':1500000000.25}")
                        .eventTime())
                .isEqualTo(Instant.ofEpochMilli(1_500_000_000_250L));
        assertThat(parse("{'id':'a','kind':'thumb','rollout_id':'g.0','value':1}")
                        .eventTime())
                .isEqualTo(NOW);
    }

    @Test
    void shouldUseHeaderWhenBodyHasNoId() {
        FeedbackEvent event =
                parser.parse(json("{'kind':'thumb','rollout_id':'g.0','value':1}"), Optional.of("from-header"), false);
        assertThat(event.feedbackId()).isEqualTo("from-header");
    }

    @Test
    void shouldHidePersonWhenUserNamed() {
        FeedbackEvent event = parse("{'id':'a','kind':'thumb','rollout_id':'g.0','value':1,'user':'ann@example.org'}");
        assertThat(event.userKey()).hasValue(identities.userKey("ann@example.org"));
        assertThat(event.toString()).doesNotContain("ann");
        assertThat(event.proven()).isFalse();
    }

    @Test
    void shouldAcceptOwnerAndRefuseStrangerWhenGroupIsTagged() {
        String group = identities.newGroup(Optional.of(identities.userKey("ann")));
        String vote = "{'id':'a','kind':'thumb','rollout_id':'" + group + ".0','value':1%s}";
        assertThat(parse(vote.formatted(",'user':'ann'")).proven()).isTrue();
        assertRefused(vote.formatted(",'user':'bob'"), ProblemKind.NOT_YOUR_ANSWER, "made for another user");
        assertRefused(vote.formatted(""), ProblemKind.NOT_YOUR_ANSWER, "names none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            {'kind':'thumb','rollout_id':'g.0','value':1}                            | 'id' is missing
            {'id':3,'kind':'thumb','rollout_id':'g.0','value':1}                     | 'id' is 3; it must be a text
            {'id':'a','kind':'clap','rollout_id':'g.0','value':1}                    | 'kind' is 'clap'
            {'id':'a','rollout_id':'g.0','value':1}                                  | 'kind' is missing
            {'id':'a','kind':'thumb','value':1}                                      | 'rollout_id' is missing
            {'id':'a','kind':'thumb','rollout_id':'g.0'}                             | 'value' is missing; it must be 'up'
            {'id':'a','kind':'thumb','rollout_id':'g.0','value':0.5}                 | 'value' is 0.5
            {'id':'a','kind':'thumb','rollout_id':'g.0','value':'NaN'}               | 'value' is "NaN"
            {'id':'a','kind':'thumb','rolloutId':'g.0','value':1}                    | 'rolloutId' is not a field
            {'id':'a','kind':'thumb','rollout_ids':['g.0','g.1'],'value':1}          | 'thumb' is about 1
            {'id':'a','kind':'pair','rollout_ids':['g.0'],'value':1}                 | 'pair' is about 2
            {'id':'a','kind':'pair','rollout_ids':['g.0','g.0'],'value':1}           | names the same answer twice
            {'id':'a','kind':'pair','rollout_ids':['g.0','h.1'],'value':1}           | answers to different prompts
            {'id':'a','kind':'rating','rollout_id':'g.0','value':2}                  | from 0 to 1
            {'id':'a','kind':'rating','rollout_id':'g.0','value':1e999}              | from 0 to 1
            {'id':'a','kind':'rating','rollout_id':'g.0','value':2,'scale':{'min':5,'max':5}} | must be above 'min'
            {'id':'a','kind':'edit','rollout_id':'g.0'}                              | 'text' is missing
            {'id':'a','kind':'edit','rollout_id':'g.0','text':'x','value':1}         | has no meaning for kind 'edit'
            {'id':'a','kind':'comment','rollout_id':'g.0','text':' '}                | 'text' is missing
            {'id':'a','kind':'thumb','rollout_id':'g.0','value':1,'text':'x'}        | belongs to edit, comment, pair and span
            {'id':'a','kind':'retract','rollout_id':'g.0'}                           | 'retracts' is missing
            {'id':'a','kind':'thumb','rollout_id':'g.0','value':1,'retracts':'b'}    | belongs to kind 'retract'
            {'id':'a','kind':'thumb','rollout_id':'g.0','value':1,'created_at':'2026-11-01T12:05:01Z'} | in the future
            {'id':'a','kind':'thumb','rollout_id':'g.0','value':1,'created_at':'yesterday'} | ISO 8601
            {'id':'a','kind':'thumb','rollout_id':'g.0','value':1,'created_at':1e400} | ISO 8601
            {'id':'a','kind':'thumb','rollout_id':'g.0','value':1,'user_sequence':1.5} | whole number
            {'id':'a','kind':'edit','rollout_id':'g.0','text':'\\ud800'}             | half a surrogate pair
            {'id':'a','kind':'implicit','rollout_id':'g.0'}                          | 'signal' is missing
            {'id':'a','kind':'implicit','rollout_id':'g.0','signal':'stared'}        | 'signal' is 'stared'
            {'id':'a','kind':'implicit','rollout_id':'g.0','signal':'copied','value':1} | has no meaning for kind 'implicit'
            {'id':'a','kind':'implicit','rollout_id':'g.0','signal':'copied','seconds':3} | belongs to signal 'dwell'
            {'id':'a','kind':'implicit','rollout_id':'g.0','signal':'dwell'}         | 'seconds' is missing
            {'id':'a','kind':'implicit','rollout_id':'g.0','signal':'dwell','seconds':-1} | from 0 to 86400
            {'id':'a','kind':'implicit','rollout_id':'g.0','signal':'dwell','seconds':1e9} | from 0 to 86400
            {'id':'a','kind':'implicit','rollout_id':'g.0','signal':'copied','text':'x'} | belongs to edit, comment, pair and span
            {'id':'a','kind':'thumb','rollout_id':'g.0','value':1,'signal':'copied'} | belongs to kind 'implicit'
            {'id':'a','kind':'thumb','rollout_id':'g.0','value':1,'seconds':3}       | belongs to kind 'implicit'
            {'id':'a','kind':'span','rollout_id':'g.0','value':'up'}                 | 'span' is missing; it must be an object
            {'id':'a','kind':'span','rollout_id':'g.0','value':'up','span':'3-9'}    | 'span' is "3-9"; it must be an object
            {'id':'a','kind':'span','rollout_id':'g.0','value':'up','span':{'start':3}} | 'span.end' is missing
            {'id':'a','kind':'span','rollout_id':'g.0','value':'up','span':{'end':3}} | 'span.start' is missing
            {'id':'a','kind':'span','rollout_id':'g.0','value':'up','span':{'start':3,'end':3}} | 'span.end' is 3; it must be above 'start'
            {'id':'a','kind':'span','rollout_id':'g.0','value':'up','span':{'start':9,'end':3}} | it must be above 'start', which is 9
            {'id':'a','kind':'span','rollout_id':'g.0','value':'up','span':{'start':-1,'end':3}} | 'span.start' is -1; it must be a whole number
            {'id':'a','kind':'span','rollout_id':'g.0','value':'up','span':{'start':0,'end':2.5}} | 'span.end' is 2.5; it must be a whole number
            {'id':'a','kind':'span','rollout_id':'g.0','value':'up','span':{'start':0,'end':4294967297}} | 'span.end' is 4294967297
            {'id':'a','kind':'span','rollout_id':'g.0','value':'up','span':{'start':0,'end':3,'text':'x'}} | 'span.text' is not a field
            {'id':'a','kind':'span','rollout_id':'g.0','span':{'start':0,'end':3}}   | 'text' is missing, and so is 'value'
            {'id':'a','kind':'span','rollout_id':'g.0','span':{'start':0,'end':3},'text':' '} | 'text' is missing, and so is 'value'
            {'id':'a','kind':'span','rollout_id':'g.0','span':{'start':0,'end':3},'value':0.5} | 'value' is 0.5
            {'id':'a','kind':'span','rollout_ids':['g.0','g.1'],'span':{'start':0,'end':3},'value':1} | 'span' is about 1
            {'id':'a','kind':'thumb','rollout_id':'g.0','value':1,'span':{'start':0,'end':3}} | belongs to kind 'span' only
            {'id':'a','kind':'outcome','rollout_id':'g.0'}                           | 'success', 'failure' or a number
            {'id':'a','kind':'outcome','rollout_id':'g.0','value':'maybe'}           | 'success', 'failure' or a number
            {'id':'a','kind':'outcome','rollout_id':'g.0','value':1.5}               | from 0 to 1
            {'id':'a','kind':'outcome','rollout_id':'g.0','value':3,'scale':{'min':1,'max':5}} | belongs to kind 'rating'
            {'id':'a','kind':'thumb','external_id':'chatcmpl-1','value':1}           | it must be an object
            {'id':'a','kind':'thumb','external_id':{'id':'1'},'value':1}             | 'external_id.namespace' is missing
            {'id':'a','kind':'thumb','external_id':{'namespace':'Open AI','id':'1'},'value':1} | 1 to 20 of a-z
            {'id':'a','kind':'thumb','external_id':{'namespace':'openai'},'value':1} | 'external_id.id' is missing
            {'id':'a','kind':'thumb','external_id':{'namespace':'openai','id':'\\u0000'},'value':1} | printable
            {'id':'a','kind':'thumb','external_id':{'namespace':'openai','id':'1','kind':'x'},'value':1} | is not a field
            {'id':'a','kind':'thumb','rollout_id':'g.0','external_id':{'namespace':'openai','id':'1'},'value':1} | are both there
            {'id':'a','kind':'pair','external_ids':[{'namespace':'o','id':'1'}],'value':1} | two ids in 'external_ids'
            {'id':'a','kind':'pair','external_ids':[{'namespace':'o','id':'1'},{'namespace':'o','id':'2'}],'value':1} | in the 'group' of both
            """)
    void shouldNameFieldAndRemedyWhenBad(String body, String detail) {
        assertRefused(body, ProblemKind.INVALID_FIELD, detail);
    }

    @ParameterizedTest
    @CsvSource({"no-dot", "g.", "g.-1", "g.01", "g g.0", ".0"})
    void shouldRefuseWhenRolloutIdIsMalformed(String id) {
        assertRefused(
                "{'id':'a','kind':'thumb','rollout_id':'" + id + "','value':1}",
                ProblemKind.MALFORMED_ROLLOUT_ID,
                "'" + id + "' is not a rollout id");
    }

    @Test
    void shouldRefuseWhenHeaderAndBodyDiffer() {
        assertThatThrownBy(() -> parser.parse(
                        json("{'id':'a','kind':'thumb','rollout_id':'g.0','value':1}"), Optional.of("b"), false))
                .hasMessageContaining("Idempotency-Key differ");
    }

    private void assertRefused(String body, ProblemKind kind, String detail) {
        assertThatThrownBy(() -> parse(body)).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().kind()).isEqualTo(kind);
            assertThat(refused.problem().detail()).contains(detail);
        });
    }

    private FeedbackEvent parse(String body) {
        return parser.parse(json(body), Optional.empty(), false);
    }

    private static JsonNode json(String text) {
        return Json.object(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
