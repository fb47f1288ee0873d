package io.thumbstream.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {
    private final List<String> closed = new ArrayList<>();

    @Test
    void shouldCloseTheNewestFirstAndANestedSetInItsPlaceWhenItsPartsCameLater() {
        Parts parts = new Parts();
        AutoCloseable unused = parts.keep(() -> closed.add("broker"));
        Parts generator = parts.nested();
        Parts gateway = parts.nested();
        unused = gateway.keep(() -> closed.add("gateway"));
        unused = generator.keep(() -> closed.add("generator"));
        unused = generator.keep(() -> closed.add("admin of generator"));

        parts.close();

        assertThat(closed).containsExactly("gateway", "admin of generator", "generator", "broker");
    }

    @Test
    void shouldCloseTheOthersWhenOneFails() {
        Parts parts = new Parts();
        AutoCloseable unused = parts.keep(() -> closed.add("first"));
        unused = parts.keep(() -> {
            throw new IllegalStateException("stuck");
        });
        unused = parts.keep(() -> closed.add("last"));

        parts.close();

        assertThat(closed).containsExactly("last", "first");
    }

    @Test
    void shouldCloseEachPartOnceWhenClosedTwice() {
        Parts parts = new Parts();
        AutoCloseable unused = parts.keep(() -> closed.add("once"));

        parts.close();
        parts.close();

        assertThat(closed).containsExactly("once");
    }
}
