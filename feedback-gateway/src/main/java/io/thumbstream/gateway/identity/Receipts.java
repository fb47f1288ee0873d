package io.thumbstream.gateway.identity;

import io.thumbstream.gateway.event.FeedbackEvent.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Signs receipts, and reads those that were signed with the same secret.
 *
 * <p>A token is {@code r1.<content>.<signature>}: the content is base64url of group, positions, kinds, expiry in seconds and
 * owner between bars, the signature HMAC-SHA256 of the encoded content for the purpose of feedback. Nothing is stored.
 */
public final class Receipts {
    /** Longest token, characters. */
    public static final int MAX_LENGTH = 1_000;

    private static final String VERSION = "r1";
    private static final String PURPOSE = "receipt-feedback";
    private static final int SIGNATURE_LENGTH = 43;
    private static final int PARTS = 5;
    private static final Pattern TOKEN =
            Pattern.compile(VERSION + "\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{" + SIGNATURE_LENGTH + "}");

    private final GatewaySecret secret;

    Receipts(GatewaySecret secret) {
        this.secret = secret;
    }

    /** The token of a receipt. */
    public String sign(Receipt receipt) {
        String text = String.join(
                "|",
                receipt.groupId(),
                receipt.indices().stream().map(String::valueOf).collect(Collectors.joining(",")),
                Arrays.stream(Kind.values())
                        .filter(receipt.kinds()::contains)
                        .map(Receipts::letter)
                        .collect(Collectors.joining()),
                Long.toString(receipt.expiry().getEpochSecond()),
                receipt.userKey().orElse(""));
        String content = Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        return VERSION + "." + content + "." + secret.base64(PURPOSE, content, SIGNATURE_LENGTH);
    }

    /** The receipt of a token; empty when it is not one that was signed here. */
    public Optional<Receipt> read(String token) {
        if (token.length() > MAX_LENGTH || !TOKEN.matcher(token).matches()) {
            return Optional.empty();
        }
        String content = token.substring(VERSION.length() + 1, token.lastIndexOf('.'));
        String wanted = secret.base64(PURPOSE, content, SIGNATURE_LENGTH);
        String given = token.substring(token.lastIndexOf('.') + 1);
        if (!MessageDigest.isEqual(ascii(wanted), ascii(given))) {
            return Optional.empty();
        }
        String[] parts = new String(Base64.getUrlDecoder().decode(content), StandardCharsets.UTF_8).split("\\|", -1);
        if (parts.length != PARTS) {
            throw new IllegalStateException("a receipt of version " + VERSION + " has " + parts.length + " parts");
        }
        List<Integer> indices =
                Arrays.stream(parts[1].split(",")).map(Integer::valueOf).toList();
        return Optional.of(new Receipt(
                parts[0],
                indices,
                kinds(parts[2]),
                Instant.ofEpochSecond(Long.parseLong(parts[3])),
                Optional.of(parts[4]).filter(owner -> !owner.isEmpty())));
    }

    private static Set<Kind> kinds(String letters) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (Kind kind : Kind.values()) {
            if (letters.contains(letter(kind))) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    /** Letters are part of the token: a new kind gets a new one. */
    private static String letter(Kind kind) {
        return switch (kind) {
            case THUMB -> "t";
            case RATING -> "r";
            case PAIR -> "p";
            case RANKING -> "k";
            case EDIT -> "e";
            case COMMENT -> "c";
            case SPAN -> "s";
            case RETRACT -> "x";
            case IMPLICIT -> "i";
            case OUTCOME -> "o";
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
