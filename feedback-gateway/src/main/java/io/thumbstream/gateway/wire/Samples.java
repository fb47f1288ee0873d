package io.thumbstream.gateway.wire;

import io.thumbstream.gateway.event.ExchangeEvent;
import io.thumbstream.gateway.event.FeedbackEvent;
import io.thumbstream.gateway.event.PromptEvent;
import io.thumbstream.gateway.event.SamplingChoice;
import io.thumbstream.gateway.event.Turn;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.Prompt;
import io.thumbstream.schemas.avro.Rollout;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.kafka.common.serialization.Serializer;

/** Encodes one record per topic that is never sent, so that the registry knows the schemas before the first request. */
final class Samples {
    private static final String GROUP = "sample";
    private static final List<Turn> TURNS = List.of(new Turn("user", ""));

    private Samples() {}

    static void encode(Serializer<Prompt> prompts, Serializer<Rollout> rollouts, Serializer<Feedback> feedback) {
        SamplingChoice sampling = new SamplingChoice(1, 1, 1, 0, List.of(), Map.of());
        PromptEvent prompt = new PromptEvent(GROUP, TURNS, sampling, 1, 1, Optional.empty(), 1, false, Instant.EPOCH);
        ExchangeEvent exchange = new ExchangeEvent(GROUP, 0, TURNS, "", "", "", Optional.empty(), Instant.EPOCH);
        FeedbackEvent vote = new FeedbackEvent(
                GROUP,
                GROUP,
                FeedbackEvent.Kind.THUMB,
                List.of(),
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                "",
                false,
                Instant.EPOCH);
        byte[] first = prompts.serialize(Topics.PROMPTS.name(), AvroEvents.prompt(prompt));
        byte[] second = rollouts.serialize(Topics.ROLLOUTS.name(), AvroEvents.rollout(exchange));
        byte[] third = feedback.serialize(Topics.FEEDBACK.name(), AvroEvents.feedback(vote));
        if (first.length == 0 || second.length == 0 || third.length == 0) {
            throw new IllegalStateException("a serializer wrote nothing; check the schema registry settings");
        }
    }
}
