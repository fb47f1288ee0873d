package io.thumbstream.lab.users;

/**
 * Wishes that change back and forth.
 *
 * <p>{@code taste = first} in even, {@code second} in odd stretches of {@code periodVotes} votes.
 */
final class Recurring implements PreferenceDrift {
    /**
     * How often it changes.
     *
     * @param periodVotes accepted votes per stretch, at least 1
     */
    record Settings(long periodVotes) {
        Settings {
            Periods.check("period-votes", periodVotes);
        }
    }

    private final Settings settings;

    Recurring(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Preference at(long votes) {
        boolean even = votes / settings.periodVotes() % 2 == 0;
        return new Preference(even ? Tastes.first() : Tastes.second(), 0);
    }
}
