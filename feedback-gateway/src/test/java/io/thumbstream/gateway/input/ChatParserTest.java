package io.thumbstream.gateway.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.gateway.GatewaySettings;
import io.thumbstream.gateway.event.Turn;
import io.thumbstream.gateway.problem.ProblemException;
import io.thumbstream.gateway.problem.ProblemKind;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatParserTest {
    private final ChatParser parser = new ChatParser(GatewaySettings.defaults(), () -> 42);

    @Test
    void shouldUseDefaultsWhenOnlyNeededFieldsGiven() {
        ChatRequest request = parse("{'model':'support','messages':[{'role':'user','content':'hi'}]}");
        assertThat(request.turns()).containsExactly(new Turn("user", "hi"));
        assertThat(request.displayedCount()).isEqualTo(1);
        assertThat(request.stream()).isFalse();
        assertThat(request.logProbs()).isFalse();
        assertThat(request.user()).isEmpty();
        assertThat(request.sampling().temperature()).isEqualTo(1.0);
        assertThat(request.sampling().maxTokens()).isEqualTo(64);
        assertThat(request.sampling().seed()).isEqualTo(42);
    }

    @Test
    void shouldReadEveryFieldWhenGiven() {
        ChatRequest request = parse(
                """
                {'model':'policy/support','n':2,'temperature':0.5,'top_p':0.9,'max_completion_tokens':12,'max_tokens':9,
                 'seed':-3,'stop':['END',''],'stream':true,'stream_options':{'include_usage':true},'user':'ann',
                 'logit_bias':{'1':2,'50256':-100,'0':0.5},'logprobs':true,'top_logprobs':0,'presence_penalty':null,'tools':[],
                 'messages':[{'role':'developer','content':'be kind'},
                             {'role':'user','content':[{'type':'text','text':'a'},{'type':'text','text':'b'}]}]}
                """);
        assertThat(request.turns()).containsExactly(new Turn("system", "be kind"), new Turn("user", "ab"));
        assertThat(request.displayedCount()).isEqualTo(2);
        assertThat(request.sampling().temperature()).isEqualTo(0.5);
        assertThat(request.sampling().topP()).isEqualTo(0.9);
        assertThat(request.sampling().maxTokens()).isEqualTo(12);
        assertThat(request.sampling().seed()).isEqualTo(-3);
        assertThat(request.sampling().stop()).containsExactly("END");
        assertThat(request.sampling().logitBias()).isEqualTo(Map.of(0, 0.5, 1, 2.0, 50256, -100.0));
        assertThat(request.stream()).isTrue();
        assertThat(request.logProbs()).isTrue();
        assertThat(request.includeUsage()).isTrue();
        assertThat(request.user()).hasValue("ann");
    }

    @Test
    void shouldCutMaxTokensWhenModelCannotGiveSoMany() {
        assertThat(parse("{'model':'support','max_tokens':5000,'messages':[{'role':'user','content':'hi'}]}")
                        .sampling()
                        .maxTokens())
                .isEqualTo(64);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            {'messages':[{'role':'user','content':'hi'}]}                                         | 'model' is missing
            {'model':'support'}                                                                   | 'messages' is missing
            {'model':'support','messages':[]}                                                     | no message with role 'user'
            {'model':'support','messages':[{'role':'robot','content':'hi'}]}                      | 'messages[0].role' is 'robot'
            {'model':'support','messages':[{'role':'user'}]}                                      | 'messages[0].content' is missing
            {'model':'support','messages':['hi']}                                                 | 'messages[0]' is "hi"
            {'model':'support','messages':[{'role':'user','content':[{'type':'image_url'}]}]}     | reads text only
            {'model':'support','messages':[{'role':'user','content':'hi'}],'n':5}                 | 'n' is 5
            {'model':'support','messages':[{'role':'user','content':'hi'}],'temperature':3}       | from 0 to 2
            {'model':'support','messages':[{'role':'user','content':'hi'}],'temperature':'hot'}   | 'temperature' is "hot"
            {'model':'support','messages':[{'role':'user','content':'hi'}],'top_p':0}             | 'top_p' is 0
            {'model':'support','messages':[{'role':'user','content':'hi'}],'max_tokens':0}        | 'max_tokens' is 0
            {'model':'support','messages':[{'role':'user','content':'hi'}],'stream':'yes'}        | true or false
            {'model':'support','messages':[{'role':'user','content':'hi'}],'stop':[1]}            | must hold texts
            {'model':'support','messages':[{'role':'user','content':'hi'}],'logprobs':1}          | 'logprobs' is 1
            {'model':'support','messages':[{'role':'user','content':'hi'}],'top_logprobs':2}      | 'top_logprobs' is 2
            {'model':'support','messages':[{'role':'user','content':'hi'}],'logit_bias':3}        | 'logit_bias' is 3
            {'model':'support','messages':[{'role':'user','content':'hi'}],'logit_bias':{'a':1}}  | names 'a'
            {'model':'support','messages':[{'role':'user','content':'hi'}],'logit_bias':{'01':1}} | names '01'
            {'model':'support','messages':[{'role':'user','content':'hi'}],'logit_bias':{'1':101}} | from -100 to 100
            {'model':'support','messages':[{'role':'user','content':'hi'}],'logit_bias':{'1':'x'}} | 'logit_bias.1' is "x"
            """)
    void shouldNameFieldWhenBad(String body, String detail) {
        assertThatThrownBy(() -> parse(body)).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().kind()).isEqualTo(ProblemKind.INVALID_FIELD);
            assertThat(refused.problem().detail()).contains(detail);
        });
    }

    @Test
    void shouldNameKnownModelWhenAskedForAnother() {
        assertThatThrownBy(() -> parse("{'model':'gpt-9','messages':[{'role':'user','content':'hi'}]}"))
                .hasMessageContaining("no model 'gpt-9'")
                .hasMessageContaining("'support'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1]", "3", "{'a':NaN}", "{'a':1,'a':2}", "{} {}", "{'a':Infinity}"})
    void shouldRefuseWhenNotOneJsonObject(String body) {
        assertThatThrownBy(() -> parse(body)).isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(
                        refused.problem().kind())
                .isEqualTo(ProblemKind.INVALID_JSON));
    }

    @Test
    void shouldRefuseWhenBodyIsNotUtf8() {
        assertThatThrownBy(() -> parser.parse(new byte[] {'{', '"', (byte) 0xC3, '"', '}'}))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().kind()).isEqualTo(ProblemKind.INVALID_UTF8));
    }

    private ChatRequest parse(String body) {
        return parser.parse(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
