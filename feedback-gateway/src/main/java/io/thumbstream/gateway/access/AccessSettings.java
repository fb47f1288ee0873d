package io.thumbstream.gateway.access;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Who may do what.
 *
 * @param anonymous what callers without a key may do; empty lets nobody in without a key
 * @param keys API keys by name; {@code thumbstream keys new} makes them
 */
public record AccessSettings(List<Scope> anonymous, Map<String, Key> keys) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    public AccessSettings {
        anonymous = List.copyOf(anonymous);
        keys = Map.copyOf(keys);
        complete("access.anonymous", anonymous);
        for (String name : keys.keySet()) {
            checkName(name);
        }
        if (keys.values().stream().map(Key::sha256).distinct().count() < keys.size()) {
            throw new IllegalArgumentException(
                    "access.keys holds the same key under two names; make one for each with `thumbstream keys new`");
        }
    }

    /** The vetted defaults: everything but unsigned feedback without a key, because the default address is loopback. */
    public static AccessSettings defaults() {
        return new AccessSettings(List.of(Scope.CHAT, Scope.EXCHANGES, Scope.FEEDBACK, Scope.READ), Map.of());
    }

    /**
     * Refuses what can be no name of a key.
     *
     * @throws IllegalArgumentException naming the name and what is allowed
     */
    public static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name of a key is '" + name + "'; give 1 to 40 small letters, digits or '-'");
        }
    }

    private static void complete(String what, List<Scope> scopes) {
        if (scopes.contains(Scope.FEEDBACK_UNSIGNED) && !scopes.contains(Scope.FEEDBACK)) {
            throw new IllegalArgumentException(what + " has feedback-unsigned without feedback; add feedback to it");
        }
    }

    /**
     * One API key.
     *
     * @param sha256 SHA-256 of the key, 64 hexadecimal digits; the key itself is kept nowhere
     * @param scopes what its holder may do
     */
    public record Key(String sha256, List<Scope> scopes) {
        public Key {
            sha256 = sha256.toLowerCase(Locale.ROOT);
            scopes = List.copyOf(scopes);
            if (!SHA_256.matcher(sha256).matches()) {
                throw new IllegalArgumentException("sha256 of a key has " + sha256.length()
                        + " characters that are not all hexadecimal, or not 64 of them; take the line that"
                        + " `thumbstream keys new` prints");
            }
            if (scopes.isEmpty()) {
                throw new IllegalArgumentException(
                        "a key has no scopes; give some of chat, exchanges, feedback, read," + " or remove the key");
            }
            complete("scopes of a key", scopes);
        }
    }
}
