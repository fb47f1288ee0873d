package io.thumbstream.gateway.access;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells callers by the keys they show, {@code Authorization: Bearer tsk_...}.
 *
 * <p>Where no key is configured the header is not looked at, since OpenAI clients always send one. A key is compared with
 * every configured one in constant time; which of them was nearly met shows nowhere.
 */
public final class KeyRing {
    private static final Pattern BEARER = Pattern.compile("[Bb][Ee][Aa][Rr][Ee][Rr] +([^ ]+) *");

    private final List<Entry> entries = new ArrayList<>();
    private final Caller anonymous;

    /** The keys of these settings. */
    public KeyRing(AccessSettings settings) {
        this.anonymous = new Caller(Optional.empty(), Set.copyOf(settings.anonymous()));
        settings.keys()
                .forEach((name, key) -> entries.add(new Entry(
                        HexFormat.of().parseHex(key.sha256()),
                        new Caller(Optional.of(name), Set.copyOf(key.scopes())))));
    }

    /**
     * The caller behind the values of the Authorization headers.
     *
     * @return empty when something is shown that is not exactly one known key
     */
    public Optional<Caller> identify(List<String> authorization) {
        if (authorization.isEmpty() || entries.isEmpty()) {
            return Optional.of(anonymous);
        }
        Matcher bearer = BEARER.matcher(authorization.get(0));
        if (authorization.size() > 1 || !bearer.matches() || !ApiKeys.isKey(bearer.group(1))) {
            return Optional.empty();
        }
        byte[] digest = ApiKeys.digest(bearer.group(1));
        Optional<Caller> found = Optional.empty();
        for (Entry entry : entries) {
            if (MessageDigest.isEqual(entry.digest(), digest)) {
                found = Optional.of(entry.caller());
            }
        }
        return found;
    }

    @SuppressWarnings("ArrayRecordComponent") // compared with MessageDigest.isEqual only
    private record Entry(byte[] digest, Caller caller) {}
}
