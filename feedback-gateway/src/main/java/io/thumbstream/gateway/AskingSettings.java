package io.thumbstream.gateway;

/**
 * About which answers people are asked.
 *
 * @param share share of prompts whose answers people are asked to judge, range (0, 1]; 1 asks about all of them
 */
public record AskingSettings(double share) {
    public AskingSettings {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share is " + share + "; give a number above 0 and up to 1");
        }
    }

    /** The vetted defaults: all. */
    public static AskingSettings defaults() {
        return new AskingSettings(1);
    }
}
