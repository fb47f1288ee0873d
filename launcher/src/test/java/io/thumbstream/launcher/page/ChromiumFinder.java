package io.thumbstream.launcher.page;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the browser of the page tests: the named one, else the first one on the PATH. */
final class ChromiumFinder {
    private static final String NAME = "THUMBSTREAM_CHROMIUM";
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    private ChromiumFinder() {}

    /** Path of the browser; fails, never skips, when there is none. */
    static Path find() {
        Optional<String> named = Optional.ofNullable(System.getProperty(NAME))
                .or(() -> Optional.ofNullable(System.getenv(NAME)))
                .filter(path -> !path.isBlank());
        return named.map(Path::of)
                .or(ChromiumFinder::onPath)
                .orElseThrow(() ->
                        new AssertionError("no Chromium for the page test: install chromium, or name one in " + NAME));
    }

    private static Optional<Path> onPath() {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
