package io.thumbstream.launcher.up;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.lab.drive.GoldRecorder;
import io.thumbstream.lab.drive.GoldWindow;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the gateway's {@code /v1/status} as any client would, and adds what only the simulated users know. */
public final class StatusPoller implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final ObjectMapper json = new ObjectMapper();
    private final HttpRequest request;
    private final Optional<GoldRecorder> gold;

    /**
     * A poller of a running gateway.
     *
     * @param gold where true utilities come from; empty without simulated users
     */
    public StatusPoller(URI gateway, Optional<GoldRecorder> gold) {
        this.request = HttpRequest.newBuilder(gateway.resolve("/v1/status"))
                .timeout(TIMEOUT)
                .build();
        this.gold = gold;
    }

    /**
     * The state now.
     *
     * @param seconds since the run began
     * @param rollouts finished so far, from the generator's own counter
     * @throws IOException when the gateway does not answer
     */
    public RunSample sample(double seconds, long rollouts) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        JsonNode root = json.readTree(answer.body());
        JsonNode now = root.path("now");
        int drifting = 0;
        for (JsonNode monitor : root.path("drift")) {
            drifting += monitor.path("drifting").asBoolean() ? 1 : 0;
        }
        return new RunSample(
                seconds,
                now.path("policy_version").asLong(),
                root.path("policy").path("step").asLong(),
                now.path("reward_version").asLong(),
                rollouts,
                now.path("votes").asLong(),
                now.path("labels").asLong(),
                number(now, "score"),
                goldUtility(),
                number(now, "lag_versions"),
                drifting);
    }

    private double goldUtility() {
        List<GoldWindow> windows = gold.map(GoldRecorder::windows).orElse(List.of());
        return windows.isEmpty() ? Double.NaN : windows.get(windows.size() - 1).mean();
    }

    private static double number(JsonNode node, String name) {
        return node.path(name).asDouble(Double.NaN);
    }

    @Override
    public void close() {
        // HttpClient has no close before Java 21; its threads are daemons and end with the last reference
    }
}
