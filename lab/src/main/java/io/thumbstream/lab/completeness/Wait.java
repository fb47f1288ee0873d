package io.thumbstream.lab.completeness;

/**
 * How long what was shown waited for its first vote of a kind.
 *
 * @param seconds age at which the vote came, or age until which none had come when the record ended
 * @param voted whether it came; else nothing is known beyond that age
 */
public record Wait(double seconds, boolean voted) {
    public Wait {
        if (!(seconds >= 0) || Double.isInfinite(seconds)) {
            throw new IllegalArgumentException("seconds is " + seconds + "; an age is finite and not negative");
        }
    }
}
