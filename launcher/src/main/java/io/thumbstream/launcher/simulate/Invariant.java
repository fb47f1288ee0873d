package io.thumbstream.launcher.simulate;

import java.util.Locale;

/** What must hold in every simulation. */
enum Invariant {
    /** The gateway takes what it documents to take, and refuses the rest with the documented kind of problem. */
    GATEWAY,
    /** Every accepted piece of feedback counts in exactly one label, once, or is refused with the right reason. */
    VOTE_COUNTED_ONCE,
    /** A label ends as the standing vote says: the one latest by the person's own counter. */
    CURRENT_VOTE,
    /** A label ends with weight 0 when all its votes are withdrawn. */
    WITHDRAWN,
    /** Silence is no opinion: unobserved while the window is open, censored with weight 0 after it, never a value. */
    SILENCE,
    /** A group is sent once per revision, first when complete or timed out, last as the batch recomputation has it. */
    EXPERIENCE,
    /** Arrival inside the lateness bound, repeated records, pace and limits of releases change no byte of the output. */
    ARRIVAL_ORDER,
    /** A crash and what is redone after it change no byte of the output. */
    CRASH;

    /** Name in kebab-case, as in figures. */
    String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
