package io.thumbstream.learner.trust;

/**
 * How a person answered the probes.
 *
 * <p>The expected accuracy after {@code r} right and {@code w} wrong answers is the mean of a Beta posterior,
 * {@code m = (s q + r) / (s + r + w)}, with the accuracy {@code q} of an honest person worth {@code s} answers. Votes weigh
 * {@code (m - 1/2) / (q - 1/2)}, cut to {@code [0, 1]}: nothing when they are no better than a coin.
 *
 * <p>Quarantine is a cumulative-sum test (Page, Continuous inspection schemes, 1954) of accuracy {@code q} against {@code 1 - q}: every wrong
 * answer adds {@code ln(q / (1 - q))}, every right one takes as much away, not below 0; it sounds at {@code ln(1 / a)}. Each
 * possible begin of the change makes a likelihood ratio that ever reaches {@code 1 / a} with probability {@code a} at most (Ville,
 * 1939), so a person of accuracy {@code q} or more comes into quarantine within {@code n} probes with probability {@code n a} at most.
 * Old answers fade so that at most {@value #MEMORY} count.
 *
 * @param right right answers remembered
 * @param wrong wrong answers remembered
 * @param evidence the test's sum, in nats
 */
public record ProbeRecord(double right, double wrong, double evidence) {
    /** Nothing answered yet. */
    public static final ProbeRecord NONE = new ProbeRecord(0, 0, 0);

    private static final double MEMORY = 50;

    /** After one more answer. */
    public ProbeRecord answered(boolean rightly, TrustSettings.Probes settings) {
        double kept = Math.min(1, (MEMORY - 1) / Math.max(1, right + wrong));
        double step = nats(settings);
        return new ProbeRecord(
                right * kept + (rightly ? 1 : 0),
                wrong * kept + (rightly ? 0 : 1),
                Math.max(0, evidence + (rightly ? -step : step)));
    }

    /** Factor of the person's votes, in {@code [0, 1]}. */
    public double weight(TrustSettings.Probes settings) {
        if (right + wrong == 0) {
            return 1;
        }
        double chance = 0.5;
        double mean = (settings.strength() * settings.accuracy() + right) / (settings.strength() + right + wrong);
        return Math.max(0, Math.min(1, (mean - chance) / (settings.accuracy() - chance)));
    }

    /** Whether the test has sounded. */
    public boolean failed(TrustSettings.Probes settings) {
        return evidence >= Math.log(1 / settings.falseAlarm());
    }

    /** Evidence of all answers remembered, in nats; negative when they speak for the person. */
    double balance(TrustSettings.Probes settings) {
        return (wrong - right) * nats(settings);
    }

    private static double nats(TrustSettings.Probes settings) {
        return Math.log(settings.accuracy() / (1 - settings.accuracy()));
    }
}
