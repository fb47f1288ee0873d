package io.thumbstream.launcher.result;

import io.thumbstream.lab.report.Curve;
import io.thumbstream.launcher.technique.Explanation;
import io.thumbstream.runtime.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A directory of pages: {@code ID.md}, {@code ID/} with figures and curves, and the index of all.
 *
 * @param directory made when it is not there
 */
public record ResultFolder(Path directory) {
    /**
     * Writes or replaces the page of one experiment, whole or not at all: a page cut by a full disk would be taken for another's.
     *
     * @throws IOException when the page's name is taken by a page that was not made so, or cannot be written
     */
    public void write(Result result) throws IOException {
        String id = result.question().id();
        Path page = directory.resolve(ResultIndex.page(id));
        if (Files.exists(page) && !Files.readString(page).contains(ResultPage.mark(id))) {
            throw new IOException(page + " is not a page of experiment " + id + "; move it, or choose another --page");
        }
        ResultIndex index = ResultIndex.read(directory);
        Path beside = directory.resolve(id);
        Files.createDirectories(beside);
        WholeFile.write(
                beside.resolve(ResultPage.FIGURES), result.figures().toJson().toPrettyString() + "\n");
        for (Curve curve : result.curves()) {
            Files.write(beside.resolve(ResultPage.image(curve)), curve.png());
        }
        WholeFile.write(page, ResultPage.of(result, Explanation.all()));
        index.with(result.entry()).writeTo(directory);
    }
}
