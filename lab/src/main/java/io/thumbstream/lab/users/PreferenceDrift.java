package io.thumbstream.lab.users;

/**
 * How wishes change while votes come in.
 *
 * <p>Asked once per message; keeps nothing: the answer is a pure function of the count of votes.
 */
public interface PreferenceDrift {
    /** Returns what people want after so many accepted votes, {@code votes >= 0}. */
    Preference at(long votes);
}
