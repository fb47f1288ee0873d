package io.thumbstream.learner.trust;

import java.util.List;
import java.util.Optional;

/** A person of the {@link TrustLedger} as saved, in the units of {@link Standing}; {@code convicted} is empty when free. */
record SavedPerson(
        String person,
        ProbeRecord probes,
        String convicted,
        double evidence,
        double paceSum,
        double paceVotes,
        List<Long> times) {
    static SavedPerson of(String person, Standing standing) {
        return new SavedPerson(
                person,
                standing.probes(),
                standing.convicted().map(Reason::name).orElse(""),
                standing.evidence(),
                standing.paceSum(),
                standing.paceVotes(),
                standing.times());
    }

    Standing standing() {
        Optional<Reason> reason = convicted.isEmpty() ? Optional.empty() : Optional.of(Reason.valueOf(convicted));
        return new Standing(probes, reason, evidence, paceSum, paceVotes, times);
    }
}
