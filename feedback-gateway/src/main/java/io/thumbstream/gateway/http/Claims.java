package io.thumbstream.gateway.http;

import io.thumbstream.gateway.event.FeedbackEvent;
import io.thumbstream.gateway.problem.ProblemKind;
import io.thumbstream.gateway.view.Bounded;
import io.thumbstream.gateway.view.Seen;
import io.thumbstream.gateway.view.VoteState;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What ids of feedback were used for: as read from the topic, and by what was let pass here and is on its way there.
 *
 * <p>So two requests cannot use one id for two things however close they follow each other, and what was acknowledged is known at once.
 * Remembers the newest {@value #REMEMBERED} that were let pass. Confined to the event loop.
 */
final class Claims {
    private static final int REMEMBERED = 20_000;

    /** After these it is not known whether the event is stored, or will be. */
    private static final Set<ProblemKind> OPEN = Set.of(ProblemKind.LOG_UNAVAILABLE, ProblemKind.INTERNAL);

    private final Map<String, Claim> claims = Bounded.map(REMEMBERED);
    private final Function<String, Optional<VoteState>> seen;

    /** @param stored the vote, when brokers have acknowledged it */
    private record Claim(String content, Optional<VoteState> stored) {}

    /** @param seen finds one of the newest votes on the topic by its id */
    Claims(Function<String, Optional<VoteState>> seen) {
        this.seen = seen;
    }

    /**
     * Whether an id was used for something else.
     *
     * @param content fingerprint of what it shall be used for
     */
    boolean isOtherUse(String id, String content) {
        Optional<String> before = seen.apply(id).flatMap(state -> state.vote().content());
        Claim claim = claims.get(id);
        return before.isPresent() && !before.get().equals(content)
                || claim != null && !claim.content().equals(content);
    }

    /** Notes what an id is used for; a later use for the same changes nothing. */
    void claim(String id, String content) {
        claims.putIfAbsent(id, new Claim(content, Optional.empty()));
    }

    /** Notes that brokers acknowledged an event. */
    void stored(FeedbackEvent event) {
        claims.computeIfPresent(
                event.feedbackId(),
                (id, claim) -> new Claim(claim.content(), Optional.of(state(event, claim.content()))));
    }

    /** Gives the id free where it is certain that nothing was stored under it. */
    void failed(String id, ProblemKind why) {
        Claim claim = claims.get(id);
        if (claim != null && claim.stored().isEmpty() && !OPEN.contains(why)) {
            claims.remove(id);
        }
    }

    /** A vote by its id: as read from the topic, else as it was acknowledged here. */
    Optional<VoteState> find(String id) {
        return seen.apply(id).or(() -> Optional.ofNullable(claims.get(id)).flatMap(Claim::stored));
    }

    /** As it will be read from the topic. */
    private static VoteState state(FeedbackEvent event, String content) {
        Seen.Vote vote = new Seen.Vote(
                event.feedbackId(),
                event.kind().name().toLowerCase(Locale.ROOT),
                event.value(),
                event.targets(),
                event.source(),
                event.eventTime().truncatedTo(ChronoUnit.MICROS),
                Optional.of(content));
        return new VoteState(vote, vote.at(), false);
    }
}
