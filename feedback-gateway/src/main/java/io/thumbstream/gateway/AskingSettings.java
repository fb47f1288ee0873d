package io.thumbstream.gateway;

/**
 * About which answers people are asked.
 *
 * @param share share of prompts whose answers people are asked to judge, range (0, 1]; 1 asks about all of them
 * @param compareWhenAsked whether people who were shown several answers compare two of them only when {@code GET /v1/asks} names these
 *     two, which {@code reward.asking} chooses; otherwise they do so of their own accord
 */
public record AskingSettings(double share, boolean compareWhenAsked) {
    public AskingSettings {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share is " + share + "; give a number above 0 and up to 1");
        }
    }

    /** People compare answers of their own accord. */
    public AskingSettings(double share) {
        this(share, false);
    }

    /** The vetted defaults: all. */
    public static AskingSettings defaults() {
        return new AskingSettings(1);
    }
}
