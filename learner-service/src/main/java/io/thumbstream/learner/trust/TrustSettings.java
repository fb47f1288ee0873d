package io.thumbstream.learner.trust;

import java.util.List;

/**
 * How the feedback firewall judges people.
 *
 * @param enabled whether it judges at all; otherwise every vote has its whole weight
 * @param window newest learned votes in which shares are counted, in {@code [100, 1000000]}
 * @param people people remembered beside those in the window, in {@code [1, 1000000]}; those in quarantine are forgotten last
 * @param anonymousWeight factor of votes that name no person, in {@code [0, 1]}
 * @param cap largest share of one person
 * @param burst how fast a person may vote
 * @param agreement when people who vote as one against all others are a group
 * @param probes answers whose right vote is known
 * @param released keys of people whose quarantine a human has lifted; only the cap and the burst limit hold for them; a decision that is a record
 *     counts more
 * @param discarded keys of people whose votes weigh nothing; a decision that is a record counts more
 */
public record TrustSettings(
        boolean enabled,
        int window,
        int people,
        double anonymousWeight,
        Cap cap,
        Burst burst,
        Grouping agreement,
        Probes probes,
        List<String> released,
        List<String> discarded) {
    private static final int SMALLEST_WINDOW = 100;
    private static final int MOST = 1_000_000;

    public TrustSettings {
        range("window", window, SMALLEST_WINDOW, MOST);
        range("people", people, 1, MOST);
        range("anonymous-weight", anonymousWeight, 0, 1);
        released = List.copyOf(released);
        discarded = List.copyOf(discarded);
        List<String> both = released.stream().filter(discarded::contains).toList();
        if (!both.isEmpty()) {
            throw new IllegalArgumentException(both + " are released and discarded; name each in one list");
        }
    }

    /**
     * Largest share of one person, see {@link InfluenceCap}.
     *
     * @param timesMean share of one person as a multiple of the mean share, in {@code (1, 1000]}
     * @param free weight in the window that is never cut, in {@code [0, 1000000]}
     */
    public record Cap(double timesMean, double free) {
        public Cap {
            if (!(timesMean > 1 && timesMean <= 1000)) {
                throw new IllegalArgumentException(
                        "times-mean is " + timesMean + "; choose a number above 1 and up to 1000");
            }
            range("free", free, 0, MOST);
        }
    }

    /**
     * How fast a person may vote, see {@link Pace}.
     *
     * @param horizonSeconds time in which votes are counted, in {@code [1, 86400]}
     * @param falseAlarm bound on the probability that a vote given at the crowd's pace is cut, in {@code (0, 0.1]}
     * @param free votes within the horizon that are never cut, in {@code [1, 10000]}
     * @param timesCrowd how much faster than the crowd a person may be used to vote, in {@code [1, 100]}
     */
    public record Burst(int horizonSeconds, double falseAlarm, int free, double timesCrowd) {
        public Burst {
            range("horizon-seconds", horizonSeconds, 1, 86_400);
            chance("false-alarm", falseAlarm);
            range("free", free, 1, 10_000);
            range("times-crowd", timesCrowd, 1, 100);
        }
    }

    /**
     * When people who vote as one against all others are a group, see {@link Agreement}.
     *
     * @param falseAlarm bound on the probability that any two people who vote independently are ever joined, in {@code (0, 0.1]}
     * @param floor smallest probability taken for a vote against crowd and model, in {@code [0.01, 0.45]}
     * @param quorum votes of others on the same answer that make a crowd, in {@code [1, 100]}
     * @param weight factor of a group's votes while its answers to probes do not convict it, in {@code [0, 1]}
     */
    public record Grouping(double falseAlarm, double floor, int quorum, double weight) {
        public Grouping {
            chance("false-alarm", falseAlarm);
            range("floor", floor, 0.01, 0.45);
            range("quorum", quorum, 1, 100);
            range("weight", weight, 0, 1);
        }
    }

    /**
     * Answers whose right vote is known, see {@link ProbeRecord}.
     *
     * @param accuracy share of probes that an honest person answers rightly at least, in {@code (0.5, 0.99]}
     * @param strength probes that the expectation before the first one counts for, in {@code (0, 1000]}
     * @param falseAlarm bound on the probability, for each probe answered, that an honest person comes into quarantine, in
     *     {@code (0, 0.1]}
     * @param list the probes
     */
    public record Probes(double accuracy, double strength, double falseAlarm, List<Probe> list) {
        public Probes {
            if (!(accuracy > 0.5 && accuracy <= 0.99)) {
                throw new IllegalArgumentException("accuracy is " + accuracy + "; choose above 0.5 and up to 0.99");
            }
            if (!(strength > 0 && strength <= 1000)) {
                throw new IllegalArgumentException("strength is " + strength + "; choose above 0 and up to 1000");
            }
            chance("false-alarm", falseAlarm);
            list = List.copyOf(list);
        }
    }

    /**
     * An answer whose right vote is known. It must look like any other answer.
     *
     * @param prompt conversation before the answer as labels hold it; empty for any
     * @param response text of the answer
     * @param approve whether people should approve of it
     */
    public record Probe(String prompt, String response, boolean approve) {}

    /** At most four times the mean share, 20 votes a minute free, no probes, groups only named. */
    public static TrustSettings defaults() {
        return new TrustSettings(
                true,
                2048,
                20_000,
                1,
                new Cap(4, 20),
                new Burst(60, 1e-6, 20, 3),
                new Grouping(0.001, 0.1, 3, 1),
                new Probes(0.8, 5, 0.001, List.of()),
                List.of(),
                List.of());
    }

    /** Every vote has its whole weight. */
    public static TrustSettings off() {
        TrustSettings on = defaults();
        return new TrustSettings(
                false,
                on.window,
                on.people,
                on.anonymousWeight,
                on.cap,
                on.burst,
                on.agreement,
                on.probes,
                on.released,
                on.discarded);
    }

    /** The same with these probes. */
    public TrustSettings withProbes(List<Probe> list) {
        Probes known = new Probes(probes.accuracy, probes.strength, probes.falseAlarm, list);
        return new TrustSettings(
                enabled, window, people, anonymousWeight, cap, burst, agreement, known, released, discarded);
    }

    /** The same with these decisions of a human. */
    public TrustSettings withDecisions(List<String> free, List<String> banned) {
        return new TrustSettings(enabled, window, people, anonymousWeight, cap, burst, agreement, probes, free, banned);
    }

    private static void chance(String name, double value) {
        if (!(value > 0 && value <= 0.1)) {
            throw new IllegalArgumentException(name + " is " + value + "; choose above 0 and up to 0.1");
        }
    }

    private static void range(String name, double value, double low, double high) {
        if (!(value >= low && value <= high)) {
            throw new IllegalArgumentException(name + " is " + value + "; choose from " + low + " to " + high);
        }
    }
}
