package io.thumbstream.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private static final Pattern PIECE =
            Pattern.compile("\u001b\\[(?<count>\\d*)(?<code>[AJK]|\\?7[lh])|\r|\n|[^\u001b\r\n]+");

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void shouldShowTheNewBlockOnlyWhenItIsDrawnTwice() {
        Screen screen = new Screen(written, true);
        screen.stream().println("ready");
        screen.draw(List.of("votes 10", "labels 9"));
        screen.draw(List.of("votes 9", "labels 9"));

        assertThat(shown()).containsExactly("ready", "votes 9", "labels 9");
    }

    @Test
    void shouldKeepEveryLogLineAboveTheBlockWhenLinesComeBetweenTwoDraws() {
        Screen screen = new Screen(written, true);
        screen.draw(List.of("votes 1", "labels 1"));
        screen.stream().println("WARN one");
        screen.stream().println("WARN two");
        screen.draw(List.of("votes 2", "labels 2"));

        assertThat(shown()).containsExactly("WARN one", "WARN two", "votes 2", "labels 2");
    }

    @Test
    void shouldEndALineThatIsOpenWhenTheBlockIsDrawn() {
        Screen screen = new Screen(written, true);
        screen.stream().print("half");
        screen.draw(List.of("votes 1"));

        assertThat(shown()).containsExactly("half", "votes 1");
    }

    @Test
    void shouldLeaveTheLastBlockStandingWhenItIsLeft() {
        Screen screen = new Screen(written, true);
        screen.draw(List.of("votes 1"));
        screen.leave();
        screen.writer().println("stopping");

        assertThat(shown()).containsExactly("votes 1", "stopping");
    }

    @Test
    void shouldWriteBytesAsTheyComeWhenNothingIsDrawn() {
        Screen screen = new Screen(written, false);
        screen.stream().println("größer");

        assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("größer" + System.lineSeparator());
        assertThat(screen.isTerminal()).isFalse();
    }

    /** What a terminal shows after all that was written: enough of one for cursor up, clearing and line ends. */
    private List<String> shown() {
        List<StringBuilder> rows = new ArrayList<>(List.of(new StringBuilder()));
        int row = 0;
        int column = 0;
        Matcher piece = PIECE.matcher(written.toString(StandardCharsets.UTF_8));
        while (piece.find()) {
            String text = piece.group();
            String code = piece.group("code");
            if ("A".equals(code)) {
                row -= Integer.parseInt(piece.group("count"));
            } else if ("J".equals(code)) {
                rows.get(row).setLength(column);
                rows.subList(row + 1, rows.size()).clear();
            } else if ("K".equals(code)) {
                rows.get(row).setLength(column);
            } else if (text.equals("\r")) {
                column = 0;
            } else if (text.equals("\n")) {
                row++;
                column = 0;
                if (row == rows.size()) {
                    rows.add(new StringBuilder());
                }
            } else if (code == null) {
                StringBuilder line = rows.get(row);
                line.replace(column, Math.min(line.length(), column + text.length()), text);
                column += text.length();
            }
        }
        return rows.stream()
                .map(StringBuilder::toString)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
