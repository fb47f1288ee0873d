package io.thumbstream.launcher.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutwardTest {
    private static final String DOWN =
            "{\"type\":\"urn:thumbstream:problem:log-unavailable\",\"title\":\"The event log is not"
                    + " reachable\",\"status\":503,\"detail\":\"%s\"}";
    private static final String REMEDY = "The brokers did not take the event; send it again with the same id.";

    private final Outward broker = Outward.of(DegradePart.BROKER_DOWN);

    @Test
    void shouldTakeAnAcceptanceAndARefusalThatSaysWhatAndWhen() {
        assertThat(broker.fault(answer(202, "{}", false))).isEmpty();
        assertThat(broker.fault(answer(503, DOWN.formatted(REMEDY), true))).isEmpty();
    }

    @Test
    void shouldFindTheFaultWhenARefusalDoesNotSayWhenToComeBack() {
        assertThat(broker.fault(answer(503, DOWN.formatted(REMEDY), false)))
                .hasValueSatisfying(fault -> assertThat(fault).contains("does not say when to come back"));
    }

    @Test
    void shouldFindTheFaultWhenARefusalDoesNotSayWhatToDo() {
        assertThat(broker.fault(answer(503, DOWN.formatted("The brokers are gone."), true)))
                .hasValueSatisfying(fault -> assertThat(fault).contains("does not say what to do"));
    }

    @Test
    void shouldFindTheFaultWhenTheDocumentHasAnotherStatus() {
        assertThat(broker.fault(answer(429, DOWN.formatted(REMEDY), true)))
                .hasValueSatisfying(fault -> assertThat(fault).contains("another status"));
    }

    @Test
    void shouldFindTheFaultWhenTheRefusalNamesAThingThatIsThere() {
        assertThat(Outward.of(DegradePart.REGISTRY_DOWN).fault(answer(503, DOWN.formatted(REMEDY), true)))
                .hasValueSatisfying(fault -> assertThat(fault).contains("does not say what is wrong"));
        assertThat(Outward.of(DegradePart.SLOW_CONSUMER).fault(answer(503, DOWN.formatted(REMEDY), true)))
                .isPresent();
    }

    @Test
    void shouldTakeThatTheLogIsAwayWhereTheDiskIsFull() {
        assertThat(Outward.of(DegradePart.DISK_FULL).fault(answer(503, DOWN.formatted(REMEDY), true)))
                .isEmpty();
        assertThat(Outward.of(DegradePart.DISK_FULL).fault(answer(0, "reset", false)))
                .isPresent();
    }

    @Test
    void shouldFindTheFaultWhenThereIsNoDocument() {
        assertThat(broker.fault(answer(500, "<html>", false)))
                .hasValueSatisfying(fault -> assertThat(fault).contains("without a problem document"));
        assertThat(broker.fault(answer(500, "", false))).isPresent();
        assertThat(broker.fault(answer(500, "java.lang.IllegalStateException", false)))
                .isPresent();
    }

    @Test
    void shouldTakeSilenceOnlyWhereTheGatewayItselfGoesAway() {
        Observation silence = answer(0, "connection refused", false);

        assertThat(broker.fault(silence))
                .hasValueSatisfying(fault -> assertThat(fault).contains("got no answer"));
        assertThat(broker.expects(0)).isFalse();
        assertThat(Outward.of(DegradePart.ROLLING_RESTART).fault(silence)).isEmpty();
        assertThat(Outward.of(DegradePart.ROLLING_RESTART).expects(0)).isTrue();
        assertThat(Outward.of(DegradePart.CLOCK_JUMP).fault(silence)).isEmpty();
        assertThat(Outward.of(DegradePart.PARTITION_MOVED).fault(silence)).isPresent();
    }

    @Test
    void shouldExpectAcceptanceAndBackPressureAndNothingElse() {
        assertThat(broker.expects(202)).isTrue();
        assertThat(broker.expects(429)).isTrue();
        assertThat(broker.expects(503)).isTrue();
        assertThat(broker.expects(500)).isFalse();
        assertThat(broker.expects(409)).isFalse();
    }

    private static Observation answer(int status, String body, boolean retryAfter) {
        return new Observation("v1", 0, 1, status, body, retryAfter);
    }
}
