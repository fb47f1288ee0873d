package io.thumbstream.gateway.http;

import io.thumbstream.gateway.event.FeedbackEvent;
import io.thumbstream.gateway.view.Bounded;
import io.thumbstream.gateway.view.Erasures;
import io.thumbstream.gateway.view.Seen;
import io.thumbstream.gateway.view.VoteState;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What ids of feedback were used for: as read from the topic, and by what was let pass here and is on its way there.
 *
 * <p>So two requests cannot use one id for two things however close they follow each other, and what was acknowledged is known at once.
 * Remembers the newest {@value #REMEMBERED} that were let pass, of an erased person the ids only. Confined to the event loop.
 */
final class Claims {
    private static final int REMEMBERED = 20_000;

    private final Map<String, Claim> claims = Bounded.map(REMEMBERED);
    private final Function<String, Optional<VoteState>> seen;
    private final Predicate<VoteState> isRefused;
    private final Erasures erasures;
    private final InstantSource clock;

    /**
     * What an id is used for.
     *
     * @param content fingerprint of what it is used for; empty when that is forgotten
     * @param person pseudonymous key of who uses it
     * @param at when it was let pass
     * @param stored the vote, when brokers have acknowledged it
     * @param open how often it was let pass without it being certain that nothing was stored, nor will be
     */
    private record Claim(
            Optional<String> content, Optional<String> person, Instant at, Optional<VoteState> stored, int open) {
        Claim with(VoteState state) {
            return new Claim(content, person, at, Optional.of(state), open);
        }

        Claim withOpen(int number) {
            return new Claim(content, person, at, stored, number);
        }

        Claim forgotten() {
            return new Claim(Optional.empty(), person, at, stored.map(VoteState::forgotten), open);
        }
    }

    /**
     * Nothing is claimed yet.
     *
     * @param seen finds one of the newest votes on the topic by its id
     * @param isRefused whether a vote that brokers have became a dead letter
     * @param erasures whose words are to be forgotten
     */
    Claims(
            Function<String, Optional<VoteState>> seen,
            Predicate<VoteState> isRefused,
            Erasures erasures,
            InstantSource clock) {
        this.seen = seen;
        this.isRefused = isRefused;
        this.erasures = erasures;
        this.clock = clock;
    }

    /**
     * Whether an id was used for something else.
     *
     * @param content fingerprint of what it shall be used for
     */
    boolean isOtherUse(String id, String content) {
        return seen.apply(id)
                        .flatMap(state -> state.vote().content())
                        .filter(before -> !before.equals(content))
                        .isPresent()
                || told(id).flatMap(Claim::content)
                        .filter(before -> !before.equals(content))
                        .isPresent();
    }

    /**
     * Notes what an id is used for; of a later use for the same only that there is one more.
     *
     * @param content fingerprint of the event
     */
    void claim(FeedbackEvent event, String content) {
        Claim fresh = new Claim(Optional.of(content), event.userKey(), clock.instant(), Optional.empty(), 1);
        claims.merge(event.feedbackId(), fresh, (known, again) -> known.withOpen(known.open() + 1));
    }

    /** Notes that brokers acknowledged an event. */
    void stored(FeedbackEvent event) {
        claims.computeIfPresent(event.feedbackId(), (id, claim) -> claim.with(state(event, claim)));
    }

    /** Notes that nothing was stored of one use, nor will be; gives the id free when that is certain of every use. */
    void unused(String id) {
        Claim claim = claims.get(id);
        if (claim == null || claim.stored().isPresent()) {
            return;
        }
        if (claim.open() > 1) {
            claims.put(id, claim.withOpen(claim.open() - 1));
        } else {
            claims.remove(id);
        }
    }

    /** A vote by its id: as read from the topic, else as it was acknowledged here. */
    Optional<VoteState> find(String id) {
        return seen.apply(id).or(() -> told(id).flatMap(Claim::stored));
    }

    /** Whether a vote of this id has nothing to gain by being stored again: brokers have it, it is no dead letter, and what it says is remembered. */
    boolean isDone(String id) {
        return find(id).filter(state -> state.vote().content().isPresent())
                .filter(state -> !isRefused.test(state))
                .isPresent();
    }

    /** A claim as it may be told. */
    private Optional<Claim> told(String id) {
        Optional<Claim> claim = Optional.ofNullable(claims.get(id));
        if (claim.isEmpty() || !isForgotten(claim.get())) {
            return claim;
        }
        Claim bare = claim.get().forgotten();
        claims.put(id, bare);
        return Optional.of(bare);
    }

    private boolean isForgotten(Claim claim) {
        return claim.person()
                .filter(person -> erasures.cover(person, claim.at()))
                .isPresent();
    }

    /** As it will be read from the topic. */
    private static VoteState state(FeedbackEvent event, Claim claim) {
        Seen.Vote vote = new Seen.Vote(
                event.feedbackId(),
                event.kind().name().toLowerCase(Locale.ROOT),
                event.value(),
                event.targets(),
                event.source(),
                event.eventTime().truncatedTo(ChronoUnit.MICROS),
                claim.content(),
                event.userKey());
        return new VoteState(vote, claim.at(), false);
    }
}
