package io.thumbstream.lab.users;

/**
 * Wishes that stay as they were at first.
 */
final class Unchanging implements PreferenceDrift {
    @Override
    public Preference at(long votes) {
        return new Preference(Tastes.first(), 0);
    }
}
