package io.thumbstream.launcher.reward;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.gateway.GatewaySettings;
import io.thumbstream.gateway.identity.GatewaySecret;
import io.thumbstream.gateway.identity.Identities;
import io.thumbstream.gateway.input.FeedbackParser;
import io.thumbstream.launcher.simulate.wire.FeedbackWire;
import io.thumbstream.reward.event.FeedbackEvent;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.event.SourceRef;
import io.thumbstream.reward.event.TokenTrace;
import io.thumbstream.reward.interpret.Interpretation;
import io.thumbstream.reward.interpret.Interpreters;
import io.thumbstream.reward.interpret.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An order as the gateway takes it is an order as the interpreter reads it, ties included. */
class RankingPathTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    private final FeedbackParser gateway = new FeedbackParser(
            GatewaySettings.defaults(),
            new Identities(GatewaySecret.of("0123456789abcdef"), () -> new byte[17]),
            Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void shouldReachTheInterpreterWithItsTiesWhenTakenByTheGateway() {
        ObjectNode request =
                JsonNodeFactory.instance.objectNode().put("id", "order").put("kind", "ranking");
        request.putArray("rollout_ids").add("g.2").addArray().add("g.0").add("g.1");

        FeedbackEvent vote =
                FeedbackWire.pass(gateway.parse(request, Optional.empty(), true), new SourceRef("feedback", 0, 0));

        assertThat(vote.targets()).containsExactly("g.0", "g.1", "g.2");
        List<RolloutEvent> answers =
                vote.targets().stream().map(RankingPathTest::answer).toList();
        Interpretation order = Interpreters.CATALOG
                .create("ranking")
                .interpret(new Statement(vote.id(), vote.kind(), vote.value(), vote.text()), answers);
        assertThat(order.meanings())
                .extracting(Interpretation.Meaning::value)
                .as("0 with 1, 0 with 2, 1 with 2")
                .containsExactly(0.5, 0.0, 0.0);
    }

    private static RolloutEvent answer(String id) {
        return new RolloutEvent(
                id,
                "g",
                Integer.parseInt(id.substring(id.indexOf('.') + 1)),
                3,
                "user: where is my parcel\n",
                "answer " + id,
                TokenTrace.empty(),
                -1,
                -1,
                "STOP",
                true,
                1,
                null,
                null,
                0,
                new SourceRef("rollouts", 0, 0));
    }
}
