package io.thumbstream.gateway.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Names of groups and people.
 *
 * <p>A person's name becomes a pseudonym by HMAC before it enters a topic. A group made for a person is named
 * {@code <22 random base64url characters>-<8 hexadecimal digits>}, where the digits are the HMAC of the random part and
 * the pseudonym: so the gateway can tell the owner of an answer without storing anything. A group made for nobody has
 * no tag and takes feedback from anybody who knows its id. Groups of external exchanges are derived from the caller's
 * own name of the prompt, so that sending one twice changes nothing.
 */
public final class Identities {
    /** Largest position of an answer in its group. */
    public static final int MAX_INDEX = 999_999_999;

    private static final int NAME_LENGTH = 22;
    private static final int TAG_LENGTH = 8;
    private static final Pattern TAGGED =
            Pattern.compile("[A-Za-z0-9_-]{" + NAME_LENGTH + "}-[0-9a-f]{" + TAG_LENGTH + "}");

    private final GatewaySecret secret;
    private final Supplier<byte[]> randomBytes;

    /**
     * Names with a secret and a source of randomness.
     *
     * @param randomBytes gives at least 17 fresh unpredictable bytes at each call
     */
    public Identities(GatewaySecret secret, Supplier<byte[]> randomBytes) {
        this.secret = secret;
        this.randomBytes = randomBytes;
    }

    /** Pseudonym of a person: 22 base64url characters, the same for the same name and secret. */
    public String userKey(String user) {
        return secret.base64("user", user, NAME_LENGTH);
    }

    /**
     * A name, 22 base64url characters, that is the same for the same words and secret. Who does not know the secret cannot try guesses at
     * the words with it.
     */
    public String nameOf(String words) {
        return secret.base64("words", words, NAME_LENGTH);
    }

    /** A fresh group, tagged when it is made for a person. */
    public String newGroup(Optional<String> userKey) {
        String name = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(randomBytes.get())
                .substring(0, NAME_LENGTH);
        return userKey.map(key -> name + "-" + tag(name, key)).orElse(name);
    }

    /** The group of all external answers to the prompt that a caller calls {@code name}. */
    public static String externalGroup(String name) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(sha256(name))
                .substring(0, NAME_LENGTH);
    }

    /** Position in its group, below 10^9, of the external answer that a caller calls {@code id}: from its SHA-256. */
    public static int externalIndex(String id) {
        byte[] hash = sha256(id);
        return (int) Math.floorMod(ByteBuffer.wrap(hash).getLong(), (long) MAX_INDEX + 1);
    }

    /** The first {@code length} hexadecimal digits of the SHA-256 of a text, at most 64. */
    static String hash(String text, int length) {
        return HexFormat.of().formatHex(sha256(text)).substring(0, length);
    }

    /** Id of feedback that another format tells without one: the same for the same parts, whatever they hold. */
    public static String idOf(String prefix, Iterable<String> parts) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part.length()).append(':').append(part));
        return prefix + "-" + externalGroup(text.toString());
    }

    /**
     * Id of the retraction by which a person withdraws feedback about an answer; always the same, and another for everybody else, so that
     * nobody can use it up.
     */
    public static String withdrawalOf(String feedbackId, String rolloutId, Optional<String> userKey) {
        return idOf("withdraw", List.of(feedbackId, rolloutId, userKey.orElse("")));
    }

    /** Whether a group was made for one person. */
    public static boolean isOwned(String groupId) {
        return TAGGED.matcher(groupId).matches();
    }

    /** Whether a person may give feedback on a group: it is nobody's, or theirs. */
    public boolean mayJudge(String groupId, Optional<String> userKey) {
        if (!isOwned(groupId)) {
            return true;
        }
        String name = groupId.substring(0, NAME_LENGTH);
        String tag = groupId.substring(NAME_LENGTH + 1);
        return userKey.filter(key -> MessageDigest.isEqual(bytes(tag), bytes(tag(name, key))))
                .isPresent();
    }

    /** Receipts signed with the same secret. */
    public Receipts receipts() {
        return new Receipts(secret);
    }

    private String tag(String name, String userKey) {
        return secret.hex("owner", name + "." + userKey, TAG_LENGTH);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
