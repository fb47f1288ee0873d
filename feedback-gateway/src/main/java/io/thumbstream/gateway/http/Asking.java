package io.thumbstream.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.gateway.AskingSettings;
import io.thumbstream.runtime.random.SeededRandom;

/**
 * Whether people are asked to judge the answers to a prompt.
 *
 * <p>A coin that hangs on the group id and the share alone: it falls the same for a retry, on every gateway, and for whoever reads the
 * topics later. What is asked about under a share is also asked about under every larger one.
 */
final class Asking {
    private static final long SEED = 0;

    private final double share;
    private final SeededRandom coins = new SeededRandom(SEED).child("asking");

    Asking(AskingSettings settings) {
        this.share = settings.share();
    }

    /**
     * What callers are told.
     *
     * @param wanted whether people are asked
     * @param probability with which they could have been, range (0, 1]
     */
    record Ask(boolean wanted, double probability) {
        void writeTo(ObjectNode extension) {
            extension.put("ask", wanted);
            extension.put("ask_probability", probability);
        }
    }

    /** About the answers of a group; the same for all of them. */
    Ask about(String groupId) {
        return new Ask(coins.child(groupId).nextDouble() < share, share);
    }
}
