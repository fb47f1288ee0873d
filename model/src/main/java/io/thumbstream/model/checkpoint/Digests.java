package io.thumbstream.model.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 digests in lower-case hex. */
public final class Digests {
    private static final int CHUNK = 1 << 16;

    private Digests() {}

    /** Digest of a file's bytes. */
    public static String ofFile(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                digest.update(chunk, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Digest of bytes. */
    public static String of(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    /** Digest of the UTF-8 form of {@code text}. */
    public static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Starts a digest over a sequence of values. */
    public static Builder builder() {
        return new Builder();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime lacks SHA-256, which every runtime must have", e);
        }
    }

    /** Digest over values in the order given, each preceded by its length. */
    public static final class Builder {
        private final MessageDigest digest = sha256();

        private Builder() {}

        /** Adds a text. */
        public Builder text(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return length(bytes.length).bytes(bytes);
        }

        /** Adds whole numbers. */
        public Builder longs(long... values) {
            ByteBuffer buffer = buffer(values.length * (long) Long.BYTES);
            buffer.asLongBuffer().put(values);
            return length(values.length).bytes(buffer.array());
        }

        /** Adds numbers by their bits. */
        public Builder floats(float... values) {
            return count(values.length).piece(values);
        }

        /** Adds how many numbers follow in pieces, at most 2^31 - 1. */
        public Builder count(long values) {
            return length(Math.toIntExact(values));
        }

        /** Adds some of the numbers that {@link #count} announced, by their bits. */
        public Builder piece(float[] values) {
            ByteBuffer buffer = buffer(values.length * (long) Float.BYTES);
            buffer.asFloatBuffer().put(values);
            return bytes(buffer.array());
        }

        /** The digest; the builder is spent. */
        public String hex() {
            return HexFormat.of().formatHex(digest.digest());
        }

        private Builder length(int length) {
            digest.update(buffer(Integer.BYTES).putInt(0, length).array());
            return this;
        }

        private Builder bytes(byte[] bytes) {
            digest.update(bytes);
            return this;
        }

        private static ByteBuffer buffer(long bytes) {
            return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
