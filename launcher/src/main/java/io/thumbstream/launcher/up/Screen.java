package io.thumbstream.launcher.up;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Where talk goes: lines that stay, and on a terminal a block below them that is redrawn in place. A line written while the
 * block stands takes its place, and the block comes again below it: nothing is torn and no line is lost.
 */
public final class Screen {
    private static final String UP = "\u001b[%dA\r";
    private static final String CLEAR_BELOW = "\u001b[J";
    private static final String CLEAR_REST_OF_LINE = "\u001b[K";
    private static final String WRAP_OFF = "\u001b[?7l";
    private static final String WRAP_ON = "\u001b[?7h";

    private final OutputStream target;
    private final boolean terminal;
    private final PrintStream lines;
    private int standing;
    private boolean lineOpen;

    /**
     * A screen with nothing on it.
     *
     * @param terminal whether {@code target} understands ANSI; without it no escape is ever written
     */
    public Screen(OutputStream target, boolean terminal) {
        this.target = target;
        this.terminal = terminal;
        this.lines = new PrintStream(new Lines(), true, StandardCharsets.UTF_8);
    }

    /** Whether blocks can be redrawn in place. */
    boolean isTerminal() {
        return terminal;
    }

    /** Takes lines from anybody, the log among them. */
    public PrintStream stream() {
        return lines;
    }

    /** The same for text. */
    public PrintWriter writer() {
        return new PrintWriter(lines, true, StandardCharsets.UTF_8);
    }

    /** Draws the block, in one write, over the one drawn before; rows wider than the terminal are cut by it. */
    synchronized void draw(List<String> rows) {
        StringBuilder text = new StringBuilder(lineOpen ? System.lineSeparator() : "");
        lineOpen = false;
        if (standing > 0) {
            text.append(String.format(Locale.ROOT, UP, standing));
        }
        text.append(WRAP_OFF);
        rows.forEach(row -> text.append(row).append(CLEAR_REST_OF_LINE).append('\n'));
        text.append(WRAP_ON).append(CLEAR_BELOW);
        standing = rows.size();
        put(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Leaves the block where it is; what comes next is written below it. */
    synchronized void leave() {
        standing = 0;
    }

    private synchronized void line(byte[] bytes, int from, int length) {
        if (length == 0) {
            return;
        }
        if (standing > 0) {
            put((String.format(Locale.ROOT, UP, standing) + CLEAR_BELOW).getBytes(StandardCharsets.UTF_8));
            standing = 0;
        }
        put(Arrays.copyOfRange(bytes, from, from + length));
        lineOpen = bytes[from + length - 1] != '\n';
    }

    private void put(byte[] bytes) {
        try {
            target.write(bytes);
            target.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("standard error cannot be written", e);
        }
    }

    private final class Lines extends OutputStream {
        @Override
        public void write(int oneByte) {
            line(new byte[] {(byte) oneByte}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            line(bytes, from, length);
        }
    }
}
