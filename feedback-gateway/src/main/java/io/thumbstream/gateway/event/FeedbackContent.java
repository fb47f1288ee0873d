package io.thumbstream.gateway.event;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What feedback says, without when and by which way it was said: by this a repeat is told from another use of the same id.
 *
 * @param kind what was done, lower case
 * @param targets rollout ids
 * @param value see {@link FeedbackEvent}
 * @param text see {@link FeedbackEvent}; the signal of kind implicit, which has no text
 * @param span see {@link FeedbackEvent}
 * @param retracts see {@link FeedbackEvent}
 * @param userKey see {@link FeedbackEvent}
 */
public record FeedbackContent(
        String kind,
        List<String> targets,
        OptionalDouble value,
        Optional<String> text,
        Optional<AnswerSpan> span,
        Optional<String> retracts,
        Optional<String> userKey) {
    public FeedbackContent {
        targets = List.copyOf(targets);
    }

    /** SHA-256 of it in base64url, which does not give the words away but takes little room. */
    public String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            add(digest, Optional.of(kind));
            targets.forEach(target -> add(digest, Optional.of(target)));
            add(digest, Optional.of(value.toString()));
            add(digest, text);
            add(digest, span.map(AnswerSpan::text));
            add(digest, retracts);
            add(digest, userKey);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /** With its length, so that no two lists of parts make the same bytes. */
    private static void add(MessageDigest digest, Optional<String> part) {
        byte[] bytes = part.orElse("").getBytes(StandardCharsets.UTF_8);
        digest.update((part.isPresent() ? bytes.length + ":" : "-:").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }
}
