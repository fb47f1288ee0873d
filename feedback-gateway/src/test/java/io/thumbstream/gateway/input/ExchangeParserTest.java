package io.thumbstream.gateway.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.gateway.GatewaySettings;
import io.thumbstream.gateway.event.ExchangeEvent;
import io.thumbstream.gateway.identity.GatewaySecret;
import io.thumbstream.gateway.identity.Identities;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ExchangeParserTest {
    private static final String TURNS = "'messages':[{'role':'user','content':'ping'}]";
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    private final Identities identities = new Identities(GatewaySecret.of("0123456789abcdef"), () -> new byte[17]);
    private final ExchangeParser parser =
            new ExchangeParser(GatewaySettings.defaults(), identities, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void shouldGiveSameIdWhenSentTwice() {
        String body = "{'group':'debate-3','id':'arg-9','response':'pong'," + TURNS + "}";
        assertThat(parse(body)).isEqualTo(parse(body));
    }

    @Test
    void shouldShareGroupAndDifferInIndexWhenPromptIsTheSame() {
        ExchangeEvent first = parse("{'group':'debate-3','id':'a','response':'pong'," + TURNS + "}");
        ExchangeEvent second = parse("{'group':'debate-3','id':'b','response':'pong'," + TURNS + "}");
        ExchangeEvent third = parse("{'group':'debate-4','id':'a','response':'pong'," + TURNS + "}");
        assertThat(first.groupId()).isEqualTo(second.groupId()).isNotEqualTo(third.groupId());
        assertThat(first.index()).isNotEqualTo(second.index()).isEqualTo(third.index());
    }

    @Test
    void shouldDeriveGroupFromConversationAndIndexFromAnswerWhenNothingElseNamesThem() {
        ExchangeEvent first = parse("{'response':'pong'," + TURNS + "}");
        ExchangeEvent second = parse("{'response':'gnop'," + TURNS + "}");
        assertThat(first.groupId()).isEqualTo(second.groupId()).matches("[A-Za-z0-9_-]{22}");
        assertThat(first.index()).isNotEqualTo(second.index()).isBetween(0, 999_999_999);
    }

    @Test
    void shouldGiveNoWayToTryGuessesAtWordsWhenNothingElseNamesThem() {
        String body = "{'response':'pong'," + TURNS + "}";
        ExchangeEvent here = parse(body);
        Identities others = new Identities(GatewaySecret.of("fedcba9876543210"), () -> new byte[17]);
        ExchangeEvent elsewhere = new ExchangeParser(
                        GatewaySettings.defaults(), others, Clock.fixed(NOW, ZoneOffset.UTC))
                .parse(Json.object(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
        assertThat(here.groupId()).as("under another secret").isNotEqualTo(elsewhere.groupId());
        assertThat(here.index()).isNotEqualTo(elsewhere.index());
        assertThat(here.groupId()).isNotEqualTo(Identities.externalGroup("user\u0000ping\u0000"));
        assertThat(here.index()).isNotEqualTo(Identities.externalIndex("pong"));
    }

    @Test
    void shouldBelongToNobodyWhenTheUserIsBlank() {
        assertThat(parse("{'response':'pong','user':' '," + TURNS + "}").userKey())
                .isEmpty();
    }

    @Test
    void shouldKeepIndexAndTimeWhenCallerGivesThem() {
        ExchangeEvent event =
                parse("{'index':12,'response':'pong','created_at':1500000000,'model':'m','source':'s'," + TURNS + "}");
        assertThat(event.index()).isEqualTo(12);
        assertThat(event.eventTime()).isEqualTo(Instant.ofEpochSecond(1_500_000_000));
        assertThat(event.model()).isEqualTo("m");
        assertThat(event.source()).isEqualTo("s");
    }

    @Test
    void shouldHaveTheIdThatFeedbackOnItsOwnNameHas() {
        ExchangeEvent event =
                parse("{'external_id':{'namespace':'openai','id':'chatcmpl-1'},'response':'pong'," + TURNS + "}");
        assertThat(event.groupId()).isEqualTo("x-openai-chatcmpl-1");
        assertThat(event.index()).isZero();
        ExchangeEvent grouped =
                parse("{'external_id':{'namespace':'openai','id':'1','group':'q'},'response':'pong'," + TURNS + "}");
        assertThat(grouped.groupId()).isEqualTo(Identities.externalGroup("q"));
        assertThatThrownBy(() -> parse(
                        "{'external_id':{'namespace':'openai','id':'1'},'group':'q','response':'pong'," + TURNS + "}"))
                .hasMessageContaining("'group' and 'external_id' are both there");
    }

    @Test
    void shouldNameFieldWhenBad() {
        assertThatThrownBy(() -> parse("{" + TURNS + "}")).hasMessageContaining("'response' is missing");
        assertThatThrownBy(() -> parse("{'response':'x','index':-1," + TURNS + "}"))
                .hasMessageContaining("'index' is -1; it must be a whole number from 0 to 999999999");
        assertThatThrownBy(() -> parse("{'response':'x','answer':'y'," + TURNS + "}"))
                .hasMessageContaining("'answer' is not a field")
                .hasMessageContaining("response");
        assertThatThrownBy(() -> parse("{'response':'" + "x".repeat(40_000) + "'," + TURNS + "}"))
                .hasMessageContaining("40000 characters; at most 32768");
    }

    private ExchangeEvent parse(String body) {
        return parser.parse(Json.object(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }
}
