package io.thumbstream.launcher.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class VotePlanTest {
    private static final VotePlan PLAN = new VotePlan(5, 4);
    private static final int VOTES = 70;

    @Test
    void shouldGiveNoPersonTwoVotesOnOneAnswer() {
        Set<String> pairs = new HashSet<>();
        for (long n = 0; n < VOTES; n++) {
            assertThat(pairs.add(PLAN.person(n) + "/" + PLAN.answer(n)))
                    .as("vote %d", n)
                    .isTrue();
            assertThat(PLAN.person(n)).isBetween(0L, 4L);
            assertThat(PLAN.answer(n)).isBetween(0L, PLAN.answers(VOTES) - 1);
        }
        assertThat(PLAN.answers(VOTES)).isEqualTo(16);
        assertThat(PLAN.answers(20)).isEqualTo(4);
        assertThat(PLAN.answers(21)).isEqualTo(8);
    }

    @Test
    void shouldSpreadNeighboursOverAllActiveAnswers() {
        assertThat(LongStream.range(0, 4).map(PLAN::answer)).containsExactly(0L, 1L, 2L, 3L);
        assertThat(LongStream.range(20, 24).map(PLAN::answer)).containsExactly(4L, 5L, 6L, 7L);
    }

    @Test
    void shouldTakeOneAnswerInSoMany() {
        assertThat(LongStream.range(0, 7).filter(answer -> VotePlan.every(3, VotePlan.group(answer))))
                .containsExactly(0L, 3L, 6L);
        assertThat(LongStream.range(0, 7).filter(answer -> VotePlan.every(1, VotePlan.group(answer))))
                .hasSize(7);
        assertThat(VotePlan.every(1, "")).as("a record without key").isFalse();
    }

    @Test
    void shouldWriteVotesThatTheGatewayReads() throws IOException {
        JsonNode vote = new ObjectMapper().readTree(PLAN.single(22));
        assertThat(vote.path("id").asText()).isEqualTo("v22");
        assertThat(VotePlan.number("v22")).isEqualTo(22);
        assertThat(vote.path("kind").asText()).isEqualTo("thumb");
        assertThat(vote.path("user").asText()).isEqualTo("p0");
        assertThat(vote.path("rollout_id").asText()).isEqualTo("bench-6.0");
        assertThat(vote.path("value").asText()).isEqualTo("up");
        JsonNode items = new ObjectMapper().readTree(PLAN.batch(21, 3)).path("items");
        assertThat(items).hasSize(3);
        assertThat(items.get(1)).isEqualTo(vote);
    }
}
