package io.thumbstream.gateway.problem;

import java.time.Duration;
import java.util.Optional;

/**
 * Refusal of a request as an RFC 9457 problem document.
 *
 * @param kind what sort of problem; decides status, title and type
 * @param detail what happened, the value, and what to do
 * @param field JSON field or header at fault, empty when none is
 * @param retryAfter when to try again, empty when trying again does not help
 */
public record Problem(ProblemKind kind, String detail, Optional<String> field, Optional<Duration> retryAfter) {

    /** A problem that is not about one field and that time does not cure. */
    public static Problem of(ProblemKind kind, String detail) {
        return new Problem(kind, detail, Optional.empty(), Optional.empty());
    }

    /** A bad value of one field. */
    public static Problem field(String field, String detail) {
        return new Problem(ProblemKind.INVALID_FIELD, detail, Optional.of(field), Optional.empty());
    }

    /** A problem that may be gone after a pause. */
    public static Problem retry(ProblemKind kind, String detail, Duration after) {
        return new Problem(kind, detail, Optional.empty(), Optional.of(after));
    }

    /** This problem, with the field named inside a larger document. */
    public Problem within(String prefix) {
        return new Problem(kind, detail, field.map(name -> prefix + name).or(() -> Optional.of(prefix)), retryAfter);
    }

    /** The exception that carries this problem. */
    public ProblemException exception() {
        return new ProblemException(this);
    }
}
