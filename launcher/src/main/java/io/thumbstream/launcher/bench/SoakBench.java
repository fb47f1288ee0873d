package io.thumbstream.launcher.bench;

import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.console.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Lets a loop go round for a while and looks at the memory of the process after each round. */
final class SoakBench {
    private static final int FEWEST_ROUNDS = 3;
    private static final double NANOS = 1e9;

    private SoakBench() {}

    /** Runs for {@code length}, three rounds at least; the caller closes the loop. */
    static List<Figure> run(SoakLoop loop, Duration length, Progress progress) throws IOException {
        double whole = length.toNanos() / NANOS;
        progress.phase("seconds of the loop", length.toSeconds());
        MemoryTrend trend = new MemoryTrend();
        long began = System.nanoTime();
        double seconds = 0;
        for (int round = 0; round < FEWEST_ROUNDS || seconds < whole; round++) {
            loop.round();
            seconds = (System.nanoTime() - began) / NANOS;
            trend.add(new MemoryTrend.Point(seconds, ResidentMemory.mebibytes(), loop.heldArrays()));
            progress.done((long) Math.min(seconds, whole));
        }
        List<Figure> figures = new ArrayList<>(loop.figures());
        figures.addAll(trend.figures());
        return figures;
    }
}
