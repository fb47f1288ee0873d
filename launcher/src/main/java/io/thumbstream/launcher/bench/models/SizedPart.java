package io.thumbstream.launcher.bench.models;

import io.thumbstream.lab.report.Figure;
import java.io.IOException;
import java.util.List;

/** A part that is measured for each decoder with each number of threads. */
interface SizedPart {
    /** Figures of one decoder with {@code count} threads. */
    List<Figure> measure(ModelSize size, int count) throws IOException;
}
