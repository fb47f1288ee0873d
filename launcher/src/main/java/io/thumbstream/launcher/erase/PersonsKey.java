package io.thumbstream.launcher.erase;

import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.seal.FileVault;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;

/** The key that a person's records are sealed with. */
final class PersonsKey {
    private PersonsKey() {}

    /**
     * Destroys it for good.
     *
     * @param progress told what was done
     * @return whether it is destroyed, now or earlier; false when the person never had a key
     */
    static boolean destroy(ThumbstreamSettings settings, String person, Consumer<String> progress) {
        String directory = settings.sealedKafka().schemaRegistry().getOrDefault(AvroSerdes.USER_KEYS, "");
        if (directory.isBlank()) {
            return false;
        }
        FileVault vault = new FileVault(Path.of(directory), Clock.systemUTC());
        if (!vault.knows(person)) {
            return false;
        }
        boolean now = vault.destroy(person);
        progress.accept(
                now
                        ? "key destroyed: no process can read the person's records after "
                                + FileVault.FRESH.toSeconds() + " s"
                        : "the key was destroyed earlier");
        return true;
    }
}
