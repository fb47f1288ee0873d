package io.thumbstream.gateway.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.gateway.GatewaySettings;
import io.thumbstream.gateway.event.FeedbackEvent;
import io.thumbstream.gateway.event.FeedbackEvent.Kind;
import io.thumbstream.gateway.identity.ExternalId;
import io.thumbstream.gateway.identity.GatewaySecret;
import io.thumbstream.gateway.identity.Identities;
import io.thumbstream.gateway.problem.ProblemException;
import io.thumbstream.gateway.problem.ProblemKind;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An order of answers as a caller sends it: each answer has one place, and some share one. */
class RankingParserTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    private final FeedbackParser parser = new FeedbackParser(
            GatewaySettings.defaults(),
            new Identities(GatewaySecret.of("0123456789abcdef"), () -> new byte[17]),
            Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void shouldGiveEachAnswerItsPlace() {
        FeedbackEvent tied = ranking("'rollout_ids':['g.2',['g.0','g.3'],'g.1']");
        assertThat(tied.kind()).isEqualTo(Kind.RANKING);
        assertThat(tied.groupId()).isEqualTo("g");
        assertThat(tied.targets()).containsExactly("g.0", "g.1", "g.2", "g.3");
        assertThat(tied.text()).contains("2 3 1 2");
        assertThat(tied.value()).isEmpty();
        FeedbackEvent strict = ranking("'rollout_ids':['g.2','g.0','g.3','g.1']");
        assertThat(strict.text()).contains("2 4 1 3");
        assertThat(strict.content().fingerprint())
                .as("without the tie it is other content")
                .isNotEqualTo(tied.content().fingerprint());
        assertThat(ranking("'rollout_ids':[['g.0','g.1']]").text()).contains("1 1");
    }

    @Test
    void shouldNameTheSameAnswersAlikeWhateverTheirOrder() {
        FeedbackEvent up = ranking("'rollout_ids':['g.2','g.10','g.9']");
        FeedbackEvent down = ranking("'rollout_ids':['g.9','g.10','g.2']");

        assertThat(up.targets()).containsExactly("g.2", "g.9", "g.10").isEqualTo(down.targets());
        assertThat(up.text()).contains("1 3 2");
        assertThat(down.text()).contains("3 1 2");
        assertThat(up.content().fingerprint())
                .as("another order is other content")
                .isNotEqualTo(down.content().fingerprint());
        assertThat(ranking("'rollout_ids':[['g.1','g.0'],'g.2']").content())
                .as("tied answers have no order")
                .isEqualTo(ranking("'rollout_ids':[['g.0','g.1'],'g.2']").content());
    }

    @Test
    void shouldRankAnswersOfAnotherSystem() {
        String name = "{'namespace':'o','id':'%s','group':'q'}";
        FeedbackEvent event = ranking("'external_ids':[[" + name.formatted("1") + "," + name.formatted("2") + "],"
                + name.formatted("3") + "]");
        assertThat(event.groupId()).isEqualTo(Identities.externalGroup("q"));
        assertThat(event.targets()).doesNotHaveDuplicates().hasSize(3);
        ExternalId last = new ExternalId("o", "3", Optional.of("q"));
        List<String> places = event.targets().stream()
                .map(target -> target.equals(last.rolloutId()) ? "2" : "1")
                .toList();
        assertThat(event.text()).contains(String.join(" ", places));
    }

    @Test
    void shouldTakeSixteenAnswersAndNotSeventeen() {
        assertThat(ranking("'rollout_ids':[" + answers(16) + "]").targets()).hasSize(16);
        assertThat(ranking("'rollout_ids':[[" + answers(16) + "]]").targets()).hasSize(16);
        refused("'rollout_ids':[" + answers(17) + "]", "has 17 elements; at most 16");
        refused("'rollout_ids':['g.99',[" + answers(16) + "]]", "names 17 answers; 'ranking' orders 2 to 16");
        refused("'rollout_ids':['g.99',[" + answers(17) + "]]", "has 17 answers in one place");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            'user':'ann'                             | 'rollout_ids' is missing; it must be an array
            'rollout_ids':'g.0'                      | it must be an array
            'rollout_id':'g.0'                       | orders 2 to 16 answers, best first, in 'rollout_ids'
            'external_id':{'namespace':'o','id':'1'} | orders 2 to 16 answers, best first, in 'external_ids'
            'rollout_ids':[]                         | names 0 answers
            'rollout_ids':['g.0']                    | names 1 answers; 'ranking' orders 2 to 16
            'rollout_ids':['g.0',[]]                 | has 0 answers in one place
            'rollout_ids':['g.0',['g.1','g.0']]      | names 'g.0' twice; an answer has one place
            'rollout_ids':['g.0',[['g.1']]]          | holds an array; it must hold texts
            'rollout_ids':['g.0',null]               | holds null; it must hold texts
            'rollout_ids':['g.0','h.1']              | answers to different prompts
            'external_ids':['o']                     | it must be an object
            'rollout_ids':['g.0','g.1'],'value':1    | has no meaning for kind 'ranking'
            'rollout_ids':['g.0','g.1'],'text':'1 1' | belongs to edit, comment, pair and span
            """)
    void shouldNameFieldAndRemedyWhenBad(String fields, String detail) {
        refused(fields, detail);
    }

    private void refused(String fields, String detail) {
        assertThatThrownBy(() -> ranking(fields)).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().kind()).isEqualTo(ProblemKind.INVALID_FIELD);
            assertThat(refused.problem().detail()).contains(detail);
        });
    }

    private static String answers(int count) {
        return IntStream.range(0, count).mapToObj(index -> "'g." + index + "'").collect(Collectors.joining(","));
    }

    private FeedbackEvent ranking(String fields) {
        String body = "{'id':'a','kind':'ranking'," + fields + "}";
        return parser.parse(
                Json.object(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)), Optional.empty(), false);
    }
}
