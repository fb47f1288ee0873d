package io.thumbstream.launcher.chaos;

import java.io.File;
import java.util.List;

/** What lies in a directory of a process that goes on writing there: entries that vanish meanwhile do no harm. */
final class Entries {
    private Entries() {}

    /** The entries of {@code directory}; none when there is no such directory. */
    static List<File> of(File directory) {
        File[] entries = directory.listFiles();
        return entries == null ? List.of() : List.of(entries);
    }
}
