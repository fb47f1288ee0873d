package io.thumbstream.launcher.erase;

import io.thumbstream.gateway.identity.GatewaySecret;
import io.thumbstream.gateway.identity.Identities;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.learner.Erasures;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.seal.FileVault;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The key that a person's records are sealed with. */
public final class PersonsKey {
    private PersonsKey() {}

    /** The key of a person in the topics, from the name that callers of the gateway give. */
    public static String pseudonym(ThumbstreamSettings settings, String name) {
        String secret = settings.gateway().secret();
        GatewaySecret known = secret.isEmpty()
                ? GatewaySecret.inFile(
                        Path.of(settings.dataDir()).resolve("gateway").resolve("secret"))
                : GatewaySecret.of(secret);
        return new Identities(known, () -> new byte[0]).userKey(name);
    }

    /** The keys of people in the settings; empty when records are not sealed. */
    public static Optional<FileVault> vault(ThumbstreamSettings settings) {
        String directory = settings.sealedKafka().schemaRegistry().getOrDefault(AvroSerdes.USER_KEYS, "");
        return directory.isBlank()
                ? Optional.empty()
                : Optional.of(new FileVault(Path.of(directory), Clock.systemUTC()));
    }

    /** Sha256 of people whose key is destroyed while the models still hold what they learned from them. */
    public static Set<String> unfinished(ThumbstreamSettings settings) {
        Erasures erasures = new Erasures(Path.of(settings.dataDir()));
        Set<String> people = new TreeSet<>();
        vault(settings).map(FileVault::erasedPeople).orElse(Map.of()).forEach((person, at) -> {
            // one who came back may have been erased again
            if (erasures.finished(person).filter(end -> !end.isBefore(at)).isEmpty()) {
                people.add(person);
            }
        });
        return people;
    }

    /**
     * Destroys it for good.
     *
     * @param progress told what was done
     * @return whether it is destroyed, now or earlier; false when the person never had a key
     */
    static boolean destroy(ThumbstreamSettings settings, String person, Consumer<String> progress) {
        Optional<FileVault> vault = vault(settings).filter(keys -> keys.knows(person));
        if (vault.isEmpty()) {
            return false;
        }
        boolean now = vault.get().destroy(person);
        progress.accept(
                now
                        ? "key destroyed: no process can read the person's records after " + FileVault.FRESH.toSeconds()
                                + " s"
                        : "the key was destroyed earlier");
        return true;
    }
}
