package io.thumbstream.launcher.result;

import java.util.stream.Collectors;

/**
 * The file that declares an experiment, as it was written.
 *
 * @param text YAML with its comments, keys of the first level at the start of their lines
 */
public record ExperimentFile(String text) {
    private static final String COMMENT = "#";

    /** Its comment lines as one paragraph: how the experiment differs from its source. Empty when there are none. */
    String comments() {
        return text.lines()
                .filter(line -> line.startsWith(COMMENT))
                .map(line -> line.substring(1).strip())
                .collect(Collectors.joining(" "));
    }

    /** Everything but comment lines, title and source, line by line as it stands. */
    String settings() {
        StringBuilder kept = new StringBuilder();
        boolean passed = false;
        for (String line : text.lines().toList()) {
            if (!line.startsWith(" ")) {
                passed = line.startsWith(COMMENT) || line.startsWith("title:") || line.startsWith("source:");
            }
            if (!passed) {
                kept.append(line.stripTrailing()).append('\n');
            }
        }
        return kept.toString().strip();
    }
}
