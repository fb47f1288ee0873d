package io.thumbstream.gateway.input;

import io.thumbstream.gateway.ReceiptSettings;
import io.thumbstream.gateway.ReceiptSettings.Check;
import io.thumbstream.gateway.event.FeedbackEvent.Kind;
import io.thumbstream.gateway.identity.Receipt;
import io.thumbstream.gateway.identity.Receipts;
import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemException;
import io.thumbstream.gateway.problem.ProblemKind;
import io.thumbstream.schemas.RolloutIds;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Gives receipts with answers and demands them, or what they say, of feedback. */
public final class ReceiptRule {
    static final String FIELD = "receipt";

    private final ReceiptSettings settings;
    private final Receipts receipts;
    private final Clock clock;

    /** The rule of these settings. */
    public ReceiptRule(ReceiptSettings settings, Receipts receipts, Clock clock) {
        this.settings = settings;
        this.receipts = receipts;
        this.clock = clock;
    }

    /** The token for some answers of a group; empty when receipts are off. */
    public Optional<String> give(String groupId, List<Integer> indices, Optional<String> userKey) {
        if (settings.check() == Check.OFF) {
            return Optional.empty();
        }
        Instant expiry = clock.instant().plus(settings.lifetime()).truncatedTo(ChronoUnit.SECONDS);
        return Optional.of(receipts.sign(new Receipt(groupId, indices, Set.copyOf(settings.kinds()), expiry, userKey)));
    }

    /**
     * Checks what is shown for feedback.
     *
     * @param tokens receipts that were sent, each for some of the targets
     * @param unsigned whether the caller needs none
     * @return whether receipts prove the right to all targets
     * @throws ProblemException naming what is wrong with a receipt, or that one is missing
     */
    boolean check(List<String> tokens, Claim claim, boolean unsigned) {
        if (settings.check() == Check.OFF) {
            return false;
        }
        if (tokens.isEmpty()) {
            if (settings.check() == Check.REQUIRE && !unsigned) {
                throw problem(
                        ProblemKind.RECEIPT_MISSING,
                        "Feedback needs the receipt that came with the answer, in 'receipt'; send it, or use a key"
                                + " with the scope feedback-unsigned.");
            }
            return false;
        }
        Set<String> covered = new HashSet<>();
        for (String token : tokens) {
            covered.addAll(answers(token, claim));
        }
        for (String target : claim.targets()) {
            if (!covered.contains(target)) {
                throw refused("is for " + covered.stream().sorted().collect(Collectors.joining(", ")) + ", not for '"
                        + target + "'; send the one that came with that answer");
            }
        }
        return true;
    }

    private Set<String> answers(String token, Claim claim) {
        Receipt receipt = receipts.read(token)
                .orElseThrow(() -> refused("was not signed here, or was changed; send it as it came with the answer"));
        Instant now = clock.instant();
        if (now.isAfter(receipt.expiry())) {
            throw refused("expired at " + receipt.expiry() + "; feedback on this answer is closed");
        }
        if (!receipt.kinds().contains(claim.kind())) {
            throw refused("does not allow '" + claim.kind().name().toLowerCase(Locale.ROOT) + "'");
        }
        if (receipt.userKey().isPresent() && !receipt.userKey().equals(claim.userKey())) {
            throw refused("was given to another user; send the same 'user' as in the request that was answered");
        }
        return receipt.indices().stream()
                .map(index -> RolloutIds.of(receipt.groupId(), index))
                .collect(Collectors.toSet());
    }

    private static ProblemException refused(String why) {
        return problem(ProblemKind.RECEIPT_REFUSED, "'" + FIELD + "' " + why + ".");
    }

    private static ProblemException problem(ProblemKind kind, String detail) {
        return new Problem(kind, detail, Optional.of(FIELD), Optional.empty()).exception();
    }

    /**
     * What feedback claims to be about.
     *
     * @param kind what was done
     * @param targets rollout ids
     * @param userKey pseudonym of the person
     */
    record Claim(Kind kind, List<String> targets, Optional<String> userKey) {
        Claim {
            targets = List.copyOf(targets);
        }
    }
}
