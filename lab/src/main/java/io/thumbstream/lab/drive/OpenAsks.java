package io.thumbstream.lab.drive;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * People who were shown several answers and wait whether they are asked to compare two of them.
 *
 * <p>Looks at the gateway's open questions twice a second while anybody waits. Who is not asked within a minute goes away and says nothing.
 * Owned by the scheduler's thread.
 */
final class OpenAsks {
    private static final String PATH = "/v1/asks?limit=200";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long PAUSE_MILLIS = 500;
    private static final int MOST = 5_000;

    private final GatewayClient gateway;
    private final ScheduledExecutorService scheduler;
    private final Clock clock;
    /** In the order in which they began to wait, by the rollout ids that they saw. */
    private final Map<List<String>, Waiting> waiting = new LinkedHashMap<>();

    private boolean looking;

    private record Waiting(Instant until, Runnable comparison) {}

    OpenAsks(GatewayClient gateway, ScheduledExecutorService scheduler, Clock clock) {
        this.gateway = gateway;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /**
     * Lets somebody wait.
     *
     * @param rolloutIds answers that were shown, in index order
     * @param comparison what the person does when asked about these
     */
    void await(List<String> rolloutIds, Runnable comparison) {
        if (waiting.size() < MOST) {
            waiting.put(List.copyOf(rolloutIds), new Waiting(clock.instant().plus(PATIENCE), comparison));
        }
        if (!looking) {
            looking = true;
            lookLater();
        }
    }

    /** Sends everybody away. */
    void forget() {
        waiting.clear();
    }

    private void lookLater() {
        var unused = scheduler.schedule(this::look, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        Instant now = clock.instant();
        waiting.values().removeIf(each -> each.until().isBefore(now));
        if (waiting.isEmpty()) {
            looking = false;
            return;
        }
        gateway.get(PATH, reply -> {
            if (reply.accepted()) {
                answer(reply.body());
            }
            lookLater();
        });
    }

    private void answer(JsonNode questions) {
        for (JsonNode question : questions.path("asks")) {
            List<String> ids = new ArrayList<>();
            question.path("rollout_ids").forEach(id -> ids.add(id.asText()));
            Waiting asked = waiting.remove(ids);
            if (asked != null) {
                asked.comparison().run();
            }
        }
    }
}
