package io.thumbstream.gateway.problem;

/** Carries a {@link Problem} to the place that answers the request; has no stack trace because it is no defect. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /** Wraps a problem. */
    public ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    /** The refusal. */
    public Problem problem() {
        return problem;
    }
}
