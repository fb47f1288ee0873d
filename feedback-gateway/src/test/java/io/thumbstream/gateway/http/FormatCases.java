package io.thumbstream.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.gateway.event.LogUnavailableException.Part;
import java.net.http.HttpRequest;
import java.util.Map;

/** What to do to get each status of the calls that speak the formats of other systems. */
final class FormatCases {
    static final String LOGS = "/v1/logs";
    static final String ANNOTATIONS = "/v1/span_annotations";
    static final String EVALUATION =
            "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"eventName\":\"gen_ai.evaluation.result\",\"spanId\":"
                    + "\"00f067aa0ba902b7\",\"attributes\":[{\"key\":\"gen_ai.evaluation.name\",\"value\":{\"stringValue\":"
                    + "\"Relevance\"}},{\"key\":\"gen_ai.evaluation.score.value\",\"value\":{\"doubleValue\":1}}]}]}]}]}";
    static final String ANNOTATION = "{\"data\":[{\"span_id\":\"00f067aa0ba902b7\",\"name\":\"correctness\","
            + "\"annotator_kind\":\"HUMAN\",\"result\":{\"score\":1}}]}";
    private static final String BATCH = "application/cloudevents-batch+json";

    private FormatCases() {}

    static void addTo(Map<String, OpenApiTest.Case> cases) {
        cases.put(
                "POST /v1/feedback 207",
                gateway -> gateway.send(HttpRequest.newBuilder(gateway.uri("/v1/feedback"))
                        .header("Content-Type", BATCH)
                        .POST(HttpRequest.BodyPublishers.ofString("[{\"specversion\":\"1.0\",\"type\":"
                                + "\"io.thumbstream.feedback.v1.thumb\",\"source\":\"/a\",\"id\":\"1\",\"data\":"
                                + "{\"rollout_id\":\"abc.0\",\"value\":1}},{}]"))
                        .build()));
        post(cases, LOGS, EVALUATION);
        post(cases, ANNOTATIONS, ANNOTATION);
        cases.put("GET /v1/evaluations 200", gateway -> gateway.get("/v1/evaluations?format=otlp"));
        cases.put("GET /v1/evaluations 400", gateway -> gateway.get("/v1/evaluations"));
        cases.put("GET /v1/evaluations 401", gateway -> gateway.get("/v1/evaluations?format=otlp"));
        cases.put(
                "GET /v1/evaluations 403",
                gateway -> gateway.send(HttpRequest.newBuilder(gateway.uri("/v1/evaluations?format=otlp"))
                        .header("Authorization", "Bearer " + Keys.SENDER)
                        .build()));
    }

    private static void post(Map<String, OpenApiTest.Case> cases, String path, String body) {
        String call = "POST " + path + " ";
        cases.put(call + 200, gateway -> gateway.post(path, body));
        cases.put(call + 400, gateway -> gateway.post(path, "[]"));
        cases.put(call + 401, gateway -> gateway.post(path, body));
        cases.put(
                call + 403,
                gateway -> gateway.send(gateway.request(path, body)
                        .header("Authorization", "Bearer " + Keys.SENDER)
                        .build()));
        cases.put(call + 413, gateway -> gateway.post(path, " ".repeat(2_000_000) + body));
        cases.put(
                call + 415,
                gateway -> gateway.send(HttpRequest.newBuilder(gateway.uri(path))
                        .header("Content-Type", "application/x-protobuf")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build()));
        cases.put(call + 429, gateway -> {
            assertThat(gateway.post(path, body).statusCode()).isEqualTo(200);
            return gateway.post(path, body.replace("00f067aa0ba902b7", "00f067aa0ba902b8"));
        });
        cases.put(call + 503, gateway -> {
            gateway.log.failWith(Part.BROKER);
            return gateway.post(path, body);
        });
    }
}
