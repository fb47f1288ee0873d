package io.thumbstream.lab.users;

/** Range check shared by the settings of drifts. */
final class Periods {
    private Periods() {}

    static void check(String name, long votes) {
        if (votes < 1) {
            throw new IllegalArgumentException(name + " is " + votes + "; give at least 1 vote");
        }
    }
}
