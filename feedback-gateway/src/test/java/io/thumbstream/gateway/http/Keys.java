package io.thumbstream.gateway.http;

import io.thumbstream.gateway.access.ApiKeys;
import java.util.Arrays;

/** API keys of the tests, and settings that know them and let nobody in without one. */
final class Keys {
    /** May chat. */
    static final String TALKER = key(1);
    /** May send exchanges. */
    static final String SENDER = key(2);
    /** May give feedback, also without a receipt. */
    static final String SERVER = key(3);

    static final String LOCKED =
            """
            access:
              anonymous: []
              keys:
                talker: {sha256: %s, scopes: [chat]}
                sender: {sha256: %s, scopes: [exchanges]}
                server: {sha256: %s, scopes: [feedback, feedback-unsigned]}
            """
                    .formatted(ApiKeys.hash(TALKER), ApiKeys.hash(SENDER), ApiKeys.hash(SERVER));

    private Keys() {}

    private static String key(int value) {
        return ApiKeys.fresh(length -> {
            byte[] bytes = new byte[length];
            Arrays.fill(bytes, (byte) value);
            return bytes;
        });
    }
}
