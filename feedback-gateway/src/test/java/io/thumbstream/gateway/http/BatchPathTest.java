package io.thumbstream.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The colon of {@code /v1/feedback:batch} is a colon, not the beginning of a parameter. */
class BatchPathTest {
    private static final String BATCH =
            "{\"items\":[{\"id\":\"v\",\"kind\":\"thumb\",\"rollout_id\":\"abc.0\",\"value\":1}]}";

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new TestGateway();
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/feedback:batch", "/v1/feedback%3Abatch", "/v1/feedback%3abatch"})
    void shouldTakeTheBatchWhetherItsColonIsEscapedOrNot(String path) {
        assertThat(gateway.post(path, BATCH).statusCode()).isEqualTo(202);
        assertThat(gateway.log.events()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/feedbackfoo", "/v1/feedbacks", "/v1/feedback:", "/v1/feedback:all", "/v1/feedbackbatch"})
    void shouldNotFindWhatOnlyBeginsAlike(String path) {
        assertThat(gateway.post(path, BATCH).statusCode()).isEqualTo(404);
        assertThat(gateway.log.events()).isEmpty();
    }

    @Test
    void shouldCountTheBatchUnderItsPath() {
        assertThat(gateway.post("/v1/feedback:batch", "{\"items\":[]}").statusCode())
                .isEqualTo(400);
        assertThat(gateway.get("/v1/status").statusCode())
                .as("the first is measured by now")
                .isEqualTo(200);
        assertThat(gateway.meters.getMeters())
                .extracting(meter -> String.valueOf(meter.getId().getTag("route")))
                .contains("/v1/feedback:batch")
                .noneMatch(route -> route.contains("(?"));
    }
}
