package io.thumbstream.learner.trust;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a person's votes weigh less, or no less although they would. */
public enum Reason {
    /** A human has discarded the person's votes; value 0. */
    DISCARDED,
    /** A human has lifted the quarantine; value 1. */
    RELEASED,
    /** Too many probes answered wrongly; value is the evidence in nats. */
    PROBES_FAILED,
    /** Member of a group that answered too many probes wrongly; value is the group's evidence in nats. */
    GROUP_FAILED,
    /** The firewall of the reward learner has convicted the person, as the policy learner is told; value 0. */
    CONVICTED,
    /** Accuracy on probes below an honest person's; value is the factor. */
    PROBE_ACCURACY,
    /** More weight in the window than one person may have; value is the factor. */
    INFLUENCE_CAP,
    /** Votes as one with others, against everybody else; value is the factor, 1 when the group is only named. */
    AGREEMENT;

    /** The reason of that name, empty when there is none. */
    public static Optional<Reason> of(String key) {
        return Stream.of(values()).filter(reason -> reason.key().equals(key)).findFirst();
    }

    /** Whether it alone puts a person into quarantine. */
    public boolean convicts() {
        return this == PROBES_FAILED || this == GROUP_FAILED || this == CONVICTED;
    }

    /** Name in reports, for example {@code influence-cap}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
