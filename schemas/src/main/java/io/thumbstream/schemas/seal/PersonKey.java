package io.thumbstream.schemas.seal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One key of one person: AES-256-GCM with a random nonce of 96 bits (NIST SP 800-38D), good for 2^32 records.
 *
 * <p>Sealed bytes are {@code [format][key id: 8][nonce: 12][ciphertext and tag of 16]}.
 */
final class PersonKey {
    /** Bytes of {@link #encoded()}. */
    static final int BYTES = 40;

    private static final byte FORMAT = 1;
    private static final int ID_BYTES = 8;
    private static final int NONCE_BYTES = 12;
    private static final int HEAD_BYTES = 1 + ID_BYTES + NONCE_BYTES;
    private static final int TAG_BYTES = 16;
    private static final int TAG_BITS = TAG_BYTES * Byte.SIZE;

    private final long id;
    private final byte[] bytes;
    private final SecretKeySpec key;

    private PersonKey(byte[] bytes) {
        this.bytes = bytes;
        this.id = ByteBuffer.wrap(bytes).getLong();
        this.key = new SecretKeySpec(bytes, ID_BYTES, BYTES - ID_BYTES, "AES");
    }

    static PersonKey fresh(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new PersonKey(bytes);
    }

    /** @throws IllegalArgumentException when {@code encoded} has not {@value #BYTES} bytes */
    static PersonKey of(byte[] encoded) {
        if (encoded.length != BYTES) {
            throw new IllegalArgumentException("a key has " + encoded.length + " bytes instead of " + BYTES);
        }
        return new PersonKey(encoded.clone());
    }

    byte[] encoded() {
        return bytes.clone();
    }

    byte[] seal(byte[] clear, byte[] context, SecureRandom random, Cipher cipher) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = new byte[HEAD_BYTES + clear.length + TAG_BYTES];
        ByteBuffer.wrap(sealed).put(FORMAT).putLong(id).put(nonce);
        try {
            begin(cipher, Cipher.ENCRYPT_MODE, nonce, context);
            int written = cipher.doFinal(clear, 0, clear.length, sealed, HEAD_BYTES);
            if (written != clear.length + TAG_BYTES) {
                throw new IllegalStateException("AES-GCM made " + written + " bytes of " + clear.length);
            }
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES-256-GCM", e);
        }
    }

    /** Whether {@code sealed} names this key. */
    boolean sealed(byte[] sealed) {
        if (sealed.length < HEAD_BYTES || sealed[0] != FORMAT) {
            throw new SealBrokenException("sealed bytes have a head that this release does not know");
        }
        return ByteBuffer.wrap(sealed).getLong(1) == id;
    }

    byte[] open(byte[] sealed, byte[] context, Cipher cipher) {
        try {
            begin(cipher, Cipher.DECRYPT_MODE, Arrays.copyOfRange(sealed, 1 + ID_BYTES, HEAD_BYTES), context);
            return cipher.doFinal(sealed, HEAD_BYTES, sealed.length - HEAD_BYTES);
        } catch (AEADBadTagException e) {
            throw new SealBrokenException("sealed bytes were changed, or are not what they are said to be", e);
        } catch (GeneralSecurityException e) {
            throw new SealBrokenException("sealed bytes cannot be opened: " + e.getMessage(), e);
        }
    }

    private void begin(Cipher cipher, int mode, byte[] nonce, byte[] context) throws GeneralSecurityException {
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context);
    }
}
