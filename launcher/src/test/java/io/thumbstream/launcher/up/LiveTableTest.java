package io.thumbstream.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LiveTableTest {
    private static final RunSample SAMPLE = new RunSample(65, 12, 40, 7, 400, 30, 29, 0.25, Double.NaN, 1.5, 0);

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void shouldWriteOnePlainLineEveryFewSamplesWhenNotATerminal() {
        LiveTable table = new LiveTable(new Screen(written, false), 3);
        for (int i = 0; i < 7; i++) {
            table.show(SAMPLE);
        }
        assertThat(text().lines())
                .hasSize(3)
                .allMatch(line -> line.equals("1:05 policy=12 reward-model=7 rollouts=400 votes=30 labels=29"
                        + " reward=0.250 gold=- lag=1.500 drift=0"));
        assertThat(text()).doesNotContain("\u001b");
    }

    @Test
    void shouldRedrawInPlaceWhenOnATerminal() {
        LiveTable table = new LiveTable(new Screen(written, true), 1);
        table.show(SAMPLE);
        long lines = text().chars().filter(each -> each == '\n').count();
        table.show(SAMPLE);
        assertThat(text()).contains("\u001b[" + lines + "A").contains("policy version   12");
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldRefuseWhenThereAreNoSamplesPerLine() {
        assertThatThrownBy(() -> new LiveTable(new Screen(written, false), 0)).hasMessageContaining("at least 1");
    }
}
