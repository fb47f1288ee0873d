package io.thumbstream.reward.wire;

import io.thumbstream.runtime.error.FatalException;
import io.thumbstream.schemas.seal.SealBrokenException;
import io.thumbstream.schemas.seal.Vault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stored values, sealed for the person they are about; so they are in the changelog topic, too.
 *
 * <p>A sealed value begins with the byte {@value #SEALED}, which no codec's version begins with; others are stored as they are.
 */
final class StateSeal {
    private static final byte SEALED = 127;
    private static final int VERSION = 1;
    private static final int NAME_AT = 1 + 2 * Integer.BYTES;
    private static final byte[] CONTEXT = "joiner-state".getBytes(StandardCharsets.UTF_8);

    private final Optional<Vault> vault;

    /** Without a vault nothing is sealed. */
    StateSeal(Optional<Vault> vault) {
        this.vault = vault;
    }

    byte[] close(@Nullable String person, byte[] value) {
        if (person == null || vault.isEmpty()) {
            return value;
        }
        byte[] sealed = vault.get().seal(person, value, CONTEXT).orElse(new byte[0]);
        byte[] name = person.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(NAME_AT + name.length + Integer.BYTES + sealed.length)
                .put(SEALED)
                .putInt(VERSION)
                .putInt(name.length)
                .put(name)
                .putInt(sealed.length)
                .put(sealed)
                .array();
    }

    /** Whether {@link #close} kept nothing of a value, because its person was erased. */
    static boolean isEmpty(byte[] stored) {
        if (stored.length == 0 || stored[0] != SEALED) {
            return false;
        }
        ByteBuffer in = ByteBuffer.wrap(stored);
        return in.getInt(NAME_AT + in.getInt(NAME_AT - Integer.BYTES)) == 0;
    }

    /**
     * The value as it was.
     *
     * @return empty when the person was erased
     */
    Optional<byte[]> open(byte[] stored) {
        if (stored.length == 0 || stored[0] != SEALED) {
            return Optional.of(stored);
        }
        Vault keys = vault.orElseThrow(
                () -> new FatalException(
                        "The state of the joiner is sealed; name the directory with the keys of people in kafka.schema-registry"));
        BinaryReader in = new BinaryReader(stored, 1, VERSION);
        String person = in.text();
        byte[] sealed = in.blob();
        try {
            return sealed.length == 0 ? Optional.empty() : keys.open(person, sealed, CONTEXT);
        } catch (SealBrokenException e) {
            throw new FatalException(
                    "The state of the joiner was changed (" + e.getMessage()
                            + "); remove the directory reward-state, it is read back from the changelog topic",
                    e);
        }
    }
}
