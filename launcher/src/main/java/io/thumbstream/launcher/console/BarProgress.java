package io.thumbstream.launcher.console;

import java.io.PrintWriter;
import java.util.Optional;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A moving bar on a terminal, one plain line per tenth elsewhere. */
public final class BarProgress implements Progress {
    private static final int WIDTH = 90;
    private static final int UPDATE_MILLIS = 250;
    private static final int PARTS = 10;

    private final PrintWriter err;
    private final boolean terminal;
    private Optional<ProgressBar> bar = Optional.empty();
    private String name = "";
    private long total;
    private long saidParts;

    /** @param terminal whether {@code err} understands a carriage return */
    public BarProgress(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    /** Progress on {@code err}: a bar where the process has a terminal and {@code NO_COLOR} is not set, else lines. */
    public static BarProgress on(PrintWriter err) {
        return new BarProgress(err, System.console() != null && System.getenv("NO_COLOR") == null);
    }

    @Override
    public void phase(String phase, long outOf) {
        close();
        name = phase;
        total = outOf;
        saidParts = 0;
        if (terminal) {
            bar = Optional.of(new ProgressBarBuilder()
                    .setTaskName(phase)
                    .setInitialMax(outOf)
                    .setUpdateIntervalMillis(UPDATE_MILLIS)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setConsumer(new DelegatingProgressBarConsumer(this::line, WIDTH))
                    .build());
        }
    }

    private void line(String text) {
        err.print("\r" + text);
        err.flush();
    }

    @Override
    public void done(long count) {
        bar.ifPresent(shown -> shown.stepTo(count));
        long parts = total == 0 ? PARTS : count * PARTS / total;
        if (!terminal && parts > saidParts) {
            saidParts = parts;
            err.println(name + ": " + count + " of " + total);
            err.flush();
        }
    }

    @Override
    public void close() {
        bar.ifPresent(shown -> {
            shown.close();
            err.println();
        });
        bar = Optional.empty();
    }
}
