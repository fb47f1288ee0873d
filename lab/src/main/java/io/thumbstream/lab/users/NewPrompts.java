package io.thumbstream.lab.users;

/**
 * Messages of kinds that nobody wrote before, wishes unchanged.
 *
 * <p>From {@code atVotes} votes on, {@code share} of the messages are of held-out intents.
 */
final class NewPrompts implements PreferenceDrift {
    /**
     * When and how many.
     *
     * @param atVotes accepted votes after which the new kinds come, at least 1
     * @param share share of messages of the new kinds, range [0, 1]
     */
    record Settings(long atVotes, double share) {
        Settings {
            Periods.check("at-votes", atVotes);
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("share is " + share + "; give a share in [0, 1]");
            }
        }
    }

    private final Settings settings;

    NewPrompts(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Preference at(long votes) {
        return new Preference(Tastes.first(), votes < settings.atVotes() ? 0 : settings.share());
    }
}
