package io.thumbstream.launcher.result;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What an experiment writes besides what it prints.
 *
 * @param report directory for figures and curves as a report
 * @param page directory of pages and their index
 */
public record Outputs(Optional<Path> report, Optional<Path> page) {
    /** Writes the page, if one is wanted. */
    public void publish(Supplier<Result> result) throws IOException {
        if (page.isPresent()) {
            new ResultFolder(page.get()).write(result.get());
        }
    }
}
