package io.thumbstream.lab.users;

/**
 * Wishes that turn steadily.
 *
 * <p>{@code taste = scale(first * cos(a) + second * sin(a))} with {@code a = 2 pi votes / periodVotes}: after a quarter of the
 * period people want what {@code second} says.
 */
final class SlowRotation implements PreferenceDrift {
    /**
     * How fast it turns.
     *
     * @param periodVotes accepted votes per full turn, at least 1
     */
    record Settings(long periodVotes) {
        Settings {
            Periods.check("period-votes", periodVotes);
        }
    }

    private final Settings settings;

    SlowRotation(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Preference at(long votes) {
        double angle = 2 * Math.PI * votes / settings.periodVotes();
        Taste taste = Tastes.first()
                .combine(Tastes.second(), (first, second) -> first * Math.cos(angle) + second * Math.sin(angle));
        return new Preference(taste, 0);
    }
}
