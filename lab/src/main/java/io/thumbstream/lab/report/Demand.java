package io.thumbstream.lab.report;

/**
 * What a figure must be.
 *
 * @param kind direction of the bound
 * @param bound the number, in the figure's unit; meaningless for {@code NONE}
 */
public record Demand(Kind kind, double bound) {
    /** Direction of a bound. */
    public enum Kind {
        NONE(""),
        AT_LEAST(">= "),
        AT_MOST("<= "),
        EXACTLY("= ");

        private final String sign;

        Kind(String sign) {
            this.sign = sign;
        }
    }

    private static final double TOLERANCE = 1e-12;

    public static final Demand NONE = new Demand(Kind.NONE, 0);

    public static Demand atLeast(double bound) {
        return new Demand(Kind.AT_LEAST, bound);
    }

    public static Demand atMost(double bound) {
        return new Demand(Kind.AT_MOST, bound);
    }

    public static Demand exactly(double bound) {
        return new Demand(Kind.EXACTLY, bound);
    }

    /** Returns whether a value fulfils it; a value that is no number fulfils nothing but {@code NONE}. */
    public boolean met(double value) {
        return switch (kind) {
            case NONE -> true;
            case AT_LEAST -> value >= bound;
            case AT_MOST -> value <= bound;
            case EXACTLY -> Math.abs(value - bound) <= TOLERANCE;
        };
    }

    /** Returns it in words of the report, for example {@code >= 0.77}; empty when nothing is demanded. */
    public String text() {
        return kind == Kind.NONE ? "" : kind.sign + Figure.number(bound);
    }
}
