package io.thumbstream.gateway.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Key of the gateway, with which user keys are pseudonymised and groups are tagged.
 *
 * <p>Every gateway of one installation must have the same secret; whoever loses it can no longer tell which person a
 * pseudonym belongs to, and owners can no longer vote on answers they got before.
 */
public final class GatewaySecret {
    private static final int BYTES = 32;
    private static final int MIN_CONFIGURED = 16;
    private static final String ALGORITHM = "HmacSHA256";

    /** Knows the key and is never fed: copies of it cost a fraction of a fresh one, and threads need not share any. */
    private final Mac keyed;

    private GatewaySecret(byte[] key) {
        try {
            this.keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    /** A secret from configuration, at least 16 characters. */
    public static GatewaySecret of(String secret) {
        if (secret.length() < MIN_CONFIGURED) {
            throw new IllegalArgumentException("gateway secret has " + secret.length() + " characters; give at least "
                    + MIN_CONFIGURED + ", or leave it empty to have one made in the data directory");
        }
        return new GatewaySecret(secret.getBytes(StandardCharsets.UTF_8));
    }

    /** The secret kept in a file, which is made at the first start, readable by its owner only. */
    public static GatewaySecret inFile(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (!Files.exists(file)) {
                create(file);
            }
            return of(Files.readString(file, StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or make the gateway secret " + file, e);
        }
    }

    /** Makes the file whole or not at all: neither a crash nor another gateway on the same directory meets half a secret. */
    private static void create(Path file) throws IOException {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        Path part = Files.createTempFile(file.toAbsolutePath().getParent(), "secret-", ".part", ownerOnly(file));
        try {
            Files.writeString(
                    part,
                    HexFormat.of().formatHex(bytes),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
            Path unused = Files.createLink(file, part);
        } catch (FileAlreadyExistsException e) {
            return; // another gateway on the same directory was faster; its secret counts
        } finally {
            Files.delete(part);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** First {@code length} characters of the base64url HMAC-SHA256 of a purpose and a text. */
    String base64(String purpose, String text, int length) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(hmac(purpose, text))
                .substring(0, length);
    }

    /** First {@code length} hexadecimal digits of the HMAC-SHA256 of a purpose and a text. */
    String hex(String purpose, String text, int length) {
        return HexFormat.of().formatHex(hmac(purpose, text)).substring(0, length);
    }

    private byte[] hmac(String purpose, String text) {
        try {
            Mac mac = (Mac) keyed.clone();
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the " + ALGORITHM + " of this Java cannot be copied", e);
        }
    }
}
