package io.thumbstream.launcher.votes;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * One person's choice between two answers of a debate.
 *
 * @param debate name of the debate
 * @param first name of the first answer
 * @param second name of the second answer
 * @param choice what was chosen
 * @param rater name of the person, possibly empty
 * @param reason the person's words, possibly empty
 * @param at when it was said, where known
 */
record Vote(
        String debate, String first, String second, Choice choice, String rater, String reason, Optional<Instant> at) {
    private static final int KEY_LENGTH = 32;

    enum Choice {
        A(1),
        B(-1),
        TIE(0);

        private final int value;

        Choice(int value) {
            this.value = value;
        }

        /** +1 first better, -1 second better, 0 equally good. */
        int value() {
            return value;
        }
    }

    Argument.Key firstKey() {
        return new Argument.Key(debate, first);
    }

    Argument.Key secondKey() {
        return new Argument.Key(debate, second);
    }

    /** Idempotency key: a function of what was said, by whom and when, so that sending the vote again changes nothing. */
    String key() {
        String said = String.join(
                "\u0000",
                debate,
                first,
                second,
                choice.name(),
                rater,
                at.map(Instant::toString).orElse(""),
                reason);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(said.getBytes(StandardCharsets.UTF_8));
            return "vote-" + HexFormat.of().formatHex(digest).substring(0, KEY_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
