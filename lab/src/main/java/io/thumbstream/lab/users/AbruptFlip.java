package io.thumbstream.lab.users;

/**
 * Wishes that turn over at once.
 *
 * <p>{@code taste = first} while {@code votes < atVotes}, then {@code second}.
 */
final class AbruptFlip implements PreferenceDrift {
    /**
     * When it happens.
     *
     * @param atVotes accepted votes after which people want something else, at least 1
     */
    record Settings(long atVotes) {
        Settings {
            Periods.check("at-votes", atVotes);
        }
    }

    private final Settings settings;

    AbruptFlip(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Preference at(long votes) {
        return new Preference(votes < settings.atVotes() ? Tastes.first() : Tastes.second(), 0);
    }
}
