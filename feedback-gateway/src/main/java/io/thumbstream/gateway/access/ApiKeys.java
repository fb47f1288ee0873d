package io.thumbstream.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/**
 * The form of API keys: {@code tsk_} and 43 base64url characters, which are 256 random bits.
 *
 * <p>A key is kept as its plain SHA-256. A slow, salted hash protects what people can remember; of 2^256 equally likely
 * keys none can be guessed from its hash, and a fast hash leaves strangers no way to keep the gateway busy.
 */
public final class ApiKeys {
    private static final String PREFIX = "tsk_";
    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");

    private ApiKeys() {}

    /**
     * A fresh key.
     *
     * @param randomBytes gives as many unpredictable bytes as it is asked for
     */
    public static String fresh(IntFunction<byte[]> randomBytes) {
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes.apply(BYTES));
    }

    /** SHA-256 of a key, as the configuration holds it. */
    public static String hash(String key) {
        return HexFormat.of().formatHex(digest(key));
    }

    static boolean isKey(String text) {
        return FORM.matcher(text).matches();
    }

    static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
