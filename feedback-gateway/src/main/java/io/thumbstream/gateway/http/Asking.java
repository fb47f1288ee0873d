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
    private final boolean compareWhenAsked;
    private final SeededRandom coins = new SeededRandom(SEED).child("asking");

    Asking(AskingSettings settings) {
        this.share = settings.share();
        this.compareWhenAsked = settings.compareWhenAsked();
    }

    /**
     * What callers are told.
     *
     * @param wanted whether people are asked
     * @param probability with which they could have been, range (0, 1]
     * @param compareWhenAsked whether two of several answers are compared only when an open question names them
     */
    record Ask(boolean wanted, double probability, boolean compareWhenAsked) {
        void writeTo(ObjectNode extension) {
            extension.put("ask", wanted);
            extension.put("ask_probability", probability);
            extension.put("compare", compareWhenAsked ? "when-asked" : "at-once");
        }
    }

    /** About the answers of a group; the same for all of them. */
    Ask about(String groupId) {
        return new Ask(coins.child(groupId).nextDouble() < share, share, compareWhenAsked);
    }
}
