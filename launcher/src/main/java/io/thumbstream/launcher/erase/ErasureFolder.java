package io.thumbstream.launcher.erase;

import io.thumbstream.launcher.up.Folders;
import io.thumbstream.learner.Erasures;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The directory of one erasure, before its certificate is there; while it is, no learner starts.
 *
 * @param directory where it lies
 * @param again whether an earlier attempt was cut, which may have changed what is served
 */
record ErasureFolder(Path directory, boolean again) {

    /**
     * An empty directory for the erasure of a person: that of the same erasure cut earlier, or a new one.
     *
     * @throws ConfigException when the erasure of somebody else was cut
     */
    static ErasureFolder begin(Erasures erasures, String userHash) throws IOException {
        Optional<Path> cut = erasures.cut();
        if (cut.isPresent()) {
            boolean named = Files.exists(cut.get().resolve(Erasures.REQUEST));
            // a full disk may leave the request empty; nothing was done in that case
            String other = named ? Erasures.request(cut.get()) : "";
            if (!other.isEmpty() && !other.equals(userHash)) {
                throw new ConfigException("the erasure in " + cut.get() + " of another person (sha256 of the key "
                        + other + ") was cut; finish it first");
            }
            Folders.delete(cut.get());
        }
        Path directory = cut.orElseGet(erasures::next);
        Files.createDirectories(directory);
        Files.writeString(
                directory.resolve(Erasures.REQUEST), userHash + System.lineSeparator(), StandardCharsets.UTF_8);
        return new ErasureFolder(directory, cut.isPresent());
    }

    /** Gives up before anything was changed, so that learners start as before; an erasure that was cut earlier stays to be finished. */
    void refuse() throws IOException {
        if (!again) {
            Folders.delete(directory);
        }
    }
}
