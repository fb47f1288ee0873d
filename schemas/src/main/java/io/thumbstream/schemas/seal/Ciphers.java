package io.thumbstream.schemas.seal;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/**
 * One AES-GCM cipher for each thread, because to look one up among the providers costs as much as to seal a vote. It remembers the key
 * of its last use until the next one.
 */
final class Ciphers {
    private final ThreadLocal<Cipher> own = ThreadLocal.withInitial(Ciphers::fresh);

    private static Cipher fresh() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES-GCM", e);
        }
    }

    /** That of the calling thread, to be initialised. */
    Cipher mine() {
        return own.get();
    }
}
