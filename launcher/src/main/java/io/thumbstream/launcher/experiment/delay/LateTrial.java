package io.thumbstream.launcher.experiment.delay;

import io.thumbstream.lab.delay.DelayedWorld;
import io.thumbstream.lab.delay.ShownAnswer;
import io.thumbstream.learner.correct.ConfiguredCorrections;
import io.thumbstream.learner.correct.CorrectionSettings;
import io.thumbstream.learner.correct.Evidence;
import io.thumbstream.learner.correct.FeedbackKind;
import io.thumbstream.learner.correct.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A rate learned from answers whose "yes" comes late, in the order in which the labels come.
 *
 * <p>A "yes" within the reading's patience is a label when it comes; else there is silence when the patience ends, and the "yes" may be a
 * further label. Labels beyond the end of the record are not seen.
 *
 * @param kind of the feedback
 * @param world where it comes from
 */
record LateTrial(FeedbackKind kind, DelayedWorld world) {
    /** Labels a fit remembers: few enough to follow a rate that moves. */
    static final double MEMORY = 2000;

    private static final double JUDGED_FROM = 0.5;

    private record Label(double at, Target target, Evidence evidence) {}

    /**
     * How far off the rate is that a fit believes, over the second half of the record and in parts of the true one.
     *
     * @param answers drawn from the world
     */
    double error(List<ShownAnswer> answers, Reading reading) {
        ConfiguredCorrections corrections =
                new ConfiguredCorrections(CorrectionSettings.of(Map.of(kind, reading.correction())));
        return error(labels(answers, reading), corrections);
    }

    /** The same where what everybody will say is known when the answer is shown. */
    double errorOfKnowing(List<ShownAnswer> answers) {
        List<Label> labels = answers.stream()
                .map(answer -> new Label(answer.shownAt(), Target.of(answer.yes() ? 1 : 0, 1), said(0)))
                .toList();
        return error(labels, new ConfiguredCorrections(CorrectionSettings.none()));
    }

    private double error(List<Label> labels, ConfiguredCorrections corrections) {
        RateFit fit = new RateFit(MEMORY);
        double believed = 0;
        double meant = 0;
        for (Label label : labels) {
            fit.learn(corrections.correct(label.target(), label.evidence(), fit.rate()));
            if (label.at() >= JUDGED_FROM * world.duration()) {
                believed += fit.rate();
                meant += world.rateAt(label.at());
            }
        }
        return believed / meant - 1;
    }

    private List<Label> labels(List<ShownAnswer> answers, Reading reading) {
        List<Label> labels = new ArrayList<>();
        for (ShownAnswer answer : answers) {
            boolean inTime = answer.yes() && answer.delay() <= reading.patience();
            if (!inTime) {
                labels.add(new Label(
                        answer.shownAt() + reading.patience(),
                        Target.of(0, 1),
                        new Evidence(kind, true, reading.patience(), 1)));
            }
            if (answer.yes() && (inTime || reading.late())) {
                labels.add(new Label(answer.answeredAt(), Target.of(1, 1), said(answer.delay())));
            }
        }
        labels.removeIf(label -> label.at() > world.duration());
        labels.sort(Comparator.comparingDouble(Label::at));
        return labels;
    }

    private Evidence said(double delay) {
        return new Evidence(kind, false, delay, 1);
    }
}
