package io.thumbstream.learner.trust;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the firewall remembers of a person.
 *
 * @param probes how the person answered probes
 * @param convicted why the person is in quarantine, empty when not
 * @param evidence evidence at the conviction, in nats
 * @param paceSum summed counts of votes within the horizon, see {@link Pace}
 * @param paceVotes votes that were counted
 * @param times times of the votes within the newest horizon, in microseconds
 */
record Standing(
        ProbeRecord probes,
        Optional<Reason> convicted,
        double evidence,
        double paceSum,
        double paceVotes,
        List<Long> times) {
    static final Standing NEW = new Standing(ProbeRecord.NONE, Optional.empty(), 0, 0, 0, List.of());

    private static final int MOST_TIMES = 1024;
    private static final double PACE_MEMORY = 200;
    private static final long MICROS_PER_SECOND = 1_000_000;

    Standing {
        times = List.copyOf(times);
    }

    /** After a vote at a time. */
    Standing voted(Instant at, int horizonSeconds) {
        long now = micros(at);
        List<Long> recent = Stream.concat(
                        times.stream().filter(time -> time > now - horizonSeconds * MICROS_PER_SECOND), Stream.of(now))
                .toList();
        List<Long> kept = recent.subList(Math.max(0, recent.size() - MOST_TIMES), recent.size());
        double fade = Math.min(1, (PACE_MEMORY - 1) / Math.max(1, paceVotes));
        double near = near(kept, now, horizonSeconds);
        return new Standing(probes, convicted, evidence, paceSum * fade + near, paceVotes * fade + 1, kept);
    }

    /** Votes within the horizon before a vote, that vote included; also within the horizon behind it, where votes are learned out of their order. */
    int votes(Instant at, int horizonSeconds) {
        return near(times, micros(at), horizonSeconds);
    }

    private static int near(List<Long> times, long now, int horizonSeconds) {
        long horizon = horizonSeconds * MICROS_PER_SECOND;
        return (int)
                times.stream().filter(time -> Math.abs(time - now) < horizon).count();
    }

    private static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    /** After a probe. */
    Standing answered(boolean rightly, TrustSettings.Probes settings) {
        ProbeRecord next = probes.answered(rightly, settings);
        return new Standing(next, convicted, evidence, paceSum, paceVotes, times);
    }

    /** In quarantine; a first conviction stays. */
    Standing convict(Reason reason, double nats) {
        return convicted.isPresent()
                ? this
                : new Standing(probes, Optional.of(reason), nats, paceSum, paceVotes, times);
    }

    /** Mean count of votes within the horizon; 0 before the first vote. */
    double pace() {
        return paceVotes == 0 ? 0 : paceSum / paceVotes;
    }
}
