package io.thumbstream.learner.trust;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What the firewall remembers of a person.
 *
 * @param probes how the person answered probes
 * @param convicted why the person is in quarantine, empty when not
 * @param evidence evidence at the conviction, in nats
 * @param paceSum summed counts of votes within the horizon, see {@link Pace}
 * @param paceVotes votes that were counted
 * @param times times of votes in the order in which they were learned, in microseconds: of the newest within the horizon of the last vote up to
 *     {@value #MOST_NEAR}, of the newest others up to {@value #MOST_FAR}, because votes may be learned out of their order
 * @param part parts of votes that make no whole one yet, in {@code [0, 1)}
 */
record Standing(
        ProbeRecord probes,
        Optional<Reason> convicted,
        double evidence,
        double paceSum,
        double paceVotes,
        List<Long> times,
        double part) {
    static final Standing NEW = new Standing(ProbeRecord.NONE, Optional.empty(), 0, 0, 0, List.of(), 0);

    private static final int MOST_NEAR = 1024;
    private static final int MOST_FAR = 64;
    private static final double PACE_MEMORY = 200;
    private static final long MICROS_PER_SECOND = 1_000_000;
    /** What makes a whole vote: five fifths do, although their sum as doubles may be a little less. */
    private static final double WHOLE = 1 - 1e-9;

    /** A person as saved, in the units of {@link Standing}; {@code convicted} is empty when free. */
    record Saved(
            String person,
            ProbeRecord probes,
            String convicted,
            double evidence,
            double paceSum,
            double paceVotes,
            List<Long> times,
            double part) {
        Standing standing() {
            Optional<Reason> reason = convicted.isEmpty() ? Optional.empty() : Optional.of(Reason.valueOf(convicted));
            return new Standing(probes, reason, evidence, paceSum, paceVotes, times, part);
        }
    }

    Standing {
        times = List.copyOf(times);
    }

    /** After a vote, or a share of one; what has no time says nothing of the pace. */
    Standing voted(Optional<Instant> at, TrustSettings.Burst burst, double share) {
        return at.map(time -> votedAt(time, burst.horizonSeconds(), share)).orElse(this);
    }

    /**
     * After a vote at a time.
     *
     * @param share 1, or less for a part of a vote, in {@code [0, 1]}; parts are counted as one vote when they make one
     */
    private Standing votedAt(Instant at, int horizonSeconds, double share) {
        double parts = part + share;
        if (parts < WHOLE) {
            return new Standing(probes, convicted, evidence, paceSum, paceVotes, times, parts);
        }
        long now = micros(at);
        List<Long> kept = kept(now, horizonSeconds);
        double fade = Math.min(1, (PACE_MEMORY - 1) / Math.max(1, paceVotes));
        double near = near(kept, now, horizonSeconds);
        return new Standing(
                probes, convicted, evidence, paceSum * fade + near, paceVotes * fade + 1, kept, Math.max(0, parts - 1));
    }

    /** The times to remember after a vote at {@code now}, which is the newest of them. */
    private List<Long> kept(long now, int horizonSeconds) {
        List<Long> kept = new ArrayList<>(List.of(now));
        int near = 1;
        int far = 0;
        for (int i = times.size() - 1; i >= 0; i--) {
            long time = times.get(i);
            boolean isNear = Math.abs(time - now) < horizonSeconds * MICROS_PER_SECOND;
            near += isNear ? 1 : 0;
            far += isNear ? 0 : 1;
            if (isNear ? near <= MOST_NEAR : far <= MOST_FAR) {
                kept.add(time);
            }
        }
        Collections.reverse(kept);
        return kept;
    }

    /** Votes within the horizon up to a vote, that vote included, or from it on where these are more, as they may be where votes are learned late. */
    int votes(Instant at, TrustSettings.Burst burst) {
        return near(times, micros(at), burst.horizonSeconds());
    }

    private static int near(List<Long> times, long now, int horizonSeconds) {
        long horizon = horizonSeconds * MICROS_PER_SECOND;
        long before = times.stream()
                .filter(time -> time <= now && now - time < horizon)
                .count();
        long after = times.stream()
                .filter(time -> time >= now && time - now < horizon)
                .count();
        return (int) Math.max(before, after);
    }

    private static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    /** After a probe. */
    Standing answered(boolean rightly, TrustSettings.Probes settings) {
        ProbeRecord next = probes.answered(rightly, settings);
        return new Standing(next, convicted, evidence, paceSum, paceVotes, times, part);
    }

    /** In quarantine; a first conviction stays. */
    Standing convict(Reason reason, double nats) {
        return convicted.isPresent()
                ? this
                : new Standing(probes, Optional.of(reason), nats, paceSum, paceVotes, times, part);
    }

    /** As it is saved. */
    Saved save(String person) {
        return new Saved(
                person, probes, convicted.map(Reason::name).orElse(""), evidence, paceSum, paceVotes, times, part);
    }

    /** Mean count of votes within the horizon; 0 before the first vote. */
    double pace() {
        return paceVotes == 0 ? 0 : paceSum / paceVotes;
    }
}
