package io.thumbstream.launcher.erase;

import io.thumbstream.launcher.up.Folders;
import io.thumbstream.learner.Erasures;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The directory of one erasure, before its certificate is there. */
final class ErasureFolder {
    private ErasureFolder() {}

    /**
     * An empty directory for the erasure of a person: that of the same erasure cut earlier, or a new one.
     *
     * @throws ConfigException when the erasure of somebody else was cut
     */
    static Path begin(Erasures erasures, String userHash) throws IOException {
        Optional<Path> cut = erasures.cut();
        if (cut.isPresent()) {
            boolean named = Files.exists(cut.get().resolve(Erasures.REQUEST));
            String other = named ? Erasures.request(cut.get()) : userHash;
            if (!other.equals(userHash)) {
                throw new ConfigException("the erasure in " + cut.get() + " of another person (sha256 of the key "
                        + other + ") was cut; finish it first");
            }
            Folders.delete(cut.get());
        }
        Path directory = cut.orElseGet(erasures::next);
        Files.createDirectories(directory);
        Files.writeString(
                directory.resolve(Erasures.REQUEST), userHash + System.lineSeparator(), StandardCharsets.UTF_8);
        return directory;
    }
}
