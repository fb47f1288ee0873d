package io.thumbstream.launcher.up;

import java.util.List;
import java.util.Locale;

/** Shows {@link RunSample}s: a table redrawn in place on a terminal, one plain line every few samples elsewhere. */
final class LiveTable {
    private final Screen screen;
    private final int plainEvery;
    private int shown;

    /**
     * @param plainEvery samples per plain line, at least 1
     */
    LiveTable(Screen screen, int plainEvery) {
        if (plainEvery < 1) {
            throw new IllegalArgumentException("plainEvery is " + plainEvery + "; give at least 1");
        }
        this.screen = screen;
        this.plainEvery = plainEvery;
    }

    /** Shows one sample. */
    void show(RunSample sample) {
        if (screen.isTerminal()) {
            screen.draw(rows(sample));
        } else if (shown % plainEvery == 0) {
            screen.stream().println(plain(sample));
        }
        shown++;
    }

    private static List<String> rows(RunSample s) {
        return List.of(
                row("running", duration(s.seconds())),
                row("policy version", Long.toString(s.policyVersion())),
                row("reward version", Long.toString(s.rewardVersion())),
                row("rollouts", Long.toString(s.rollouts())),
                row("votes", Long.toString(s.votes())),
                row("labels", Long.toString(s.labels())),
                row("reward (model)", number(s.reward())),
                row("utility (gold)", number(s.goldUtility())),
                row("policy lag", number(s.lagVersions()) + " versions"),
                row("drift", s.drifting() == 0 ? "calm" : s.drifting() + " monitor(s) in alarm"));
    }

    private static String row(String name, String value) {
        return String.format(Locale.ROOT, "  %-16s %s", name, value);
    }

    private static String plain(RunSample s) {
        return String.format(
                Locale.ROOT,
                "%s policy=%d reward-model=%d rollouts=%d votes=%d labels=%d reward=%s gold=%s lag=%s drift=%d",
                duration(s.seconds()),
                s.policyVersion(),
                s.rewardVersion(),
                s.rollouts(),
                s.votes(),
                s.labels(),
                number(s.reward()),
                number(s.goldUtility()),
                number(s.lagVersions()),
                s.drifting());
    }

    private static String duration(double seconds) {
        long whole = (long) seconds;
        return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }
}
