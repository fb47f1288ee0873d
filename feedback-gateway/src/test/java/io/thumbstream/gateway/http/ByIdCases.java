package io.thumbstream.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.gateway.event.LogUnavailableException.Part;
import io.thumbstream.gateway.identity.Identities;
import io.thumbstream.gateway.view.Seen;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What to do to get each status of one piece of feedback. */
final class ByIdCases {
    private static final String FEEDBACK = "/v1/feedback";
    private static final String ONE = "/v1/feedback/{id}";
    private static final String VOTE = "{\"id\":\"v\",\"kind\":\"thumb\",\"rollout_id\":\"abc.0\",\"value\":\"up\"}";

    private ByIdCases() {}

    static void addTo(Map<String, OpenApiTest.Case> cases) {
        cases.put("POST " + FEEDBACK + " 409", gateway -> {
            seen(gateway);
            return gateway.post(FEEDBACK, VOTE);
        });
        cases.put("GET " + ONE + " 200", gateway -> {
            seen(gateway);
            return gateway.get("/v1/feedback/v");
        });
        cases.put("GET " + ONE + " 404", gateway -> gateway.get("/v1/feedback/v"));
        String there = "/v1/feedback/v?rollout_id=abc.0";
        cases.put("DELETE " + ONE + " 202", gateway -> delete(gateway, there));
        cases.put("DELETE " + ONE + " 400", gateway -> delete(gateway, "/v1/feedback/v"));
        cases.put("DELETE " + ONE + " 401", gateway -> delete(gateway, there));
        cases.put(
                "DELETE " + ONE + " 403",
                gateway -> delete(gateway, there.replace("abc.0", "AAAAAAAAAAAAAAAAAAAAAA-00000000.0")));
        cases.put("DELETE " + ONE + " 409", gateway -> {
            seen(gateway, Identities.withdrawalOf("v", "abc.0", Optional.empty()));
            return delete(gateway, there);
        });
        cases.put("DELETE " + ONE + " 429", gateway -> {
            assertThat(delete(gateway, there).statusCode()).isEqualTo(202);
            return delete(gateway, there);
        });
        cases.put("DELETE " + ONE + " 503", gateway -> {
            gateway.log.failWith(Part.BROKER);
            return delete(gateway, there);
        });
    }

    private static void seen(TestGateway gateway) throws Exception {
        seen(gateway, "v");
    }

    private static void seen(TestGateway gateway, String id) throws Exception {
        Optional<String> content = Optional.of("something else");
        Seen.Vote vote =
                new Seen.Vote(id, "thumb", OptionalDouble.of(-1), List.of("abc.0"), "page", TestGateway.NOW, content);
        Void unused = gateway.server
                .observe(List.of(vote))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    private static HttpResponse<String> delete(TestGateway gateway, String path) {
        return gateway.send(HttpRequest.newBuilder(gateway.uri(path)).DELETE().build());
    }
}
