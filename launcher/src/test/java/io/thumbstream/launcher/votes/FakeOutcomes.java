package io.thumbstream.launcher.votes;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.lab.prequential.Prediction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Learns, at each look, what lies in the gateway: each vote once, said to be won by the first answer with 0.75.
 *
 * <p>It is also the clock: time passes only while it waits.
 */
final class FakeOutcomes extends Clock implements VoteOutcomes {
    private final FakeVoteGateway gateway;
    private final Predicate<JsonNode> lost;
    private final Map<String, String> dead;
    private final Set<String> learned = new LinkedHashSet<>();
    private final List<Prediction> predictions = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    /**
     * @param lost votes that are never labelled
     * @param dead reason by vote that ends as a dead letter
     */
    FakeOutcomes(FakeVoteGateway gateway, Predicate<JsonNode> lost, Map<String, String> dead) {
        this.gateway = gateway;
        this.lost = lost;
        this.dead = new HashMap<>(dead);
    }

    @Override
    public void poll(Duration atMost) {
        now = now.plus(atMost);
        gateway.votes().forEach((id, vote) -> {
            if (!dead.containsKey(id) && !lost.test(vote) && learned.add(id)) {
                predictions.add(new Prediction(id, "", 0.75, (vote.path("value").asInt() + 1) / 2.0));
            }
        });
    }

    @Override
    public Set<String> labelled() {
        return learned;
    }

    @Override
    public Set<String> learned() {
        return learned;
    }

    @Override
    public Map<String, String> dead() {
        return dead;
    }

    @Override
    public List<Prediction> predictions() {
        return predictions;
    }

    @Override
    public void close() {}

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
