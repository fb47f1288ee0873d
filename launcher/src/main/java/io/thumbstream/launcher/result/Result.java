package io.thumbstream.launcher.result;

import io.thumbstream.lab.report.Curve;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.lab.report.Interval;
import io.thumbstream.lab.report.PairedRule;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What came of an experiment.
 *
 * @param question what was asked
 * @param outcome what the answer is
 * @param arms all that were run, in the order of the file
 * @param figures everything that was measured
 * @param curves charts, possibly none
 */
public record Result(Question question, Outcome outcome, List<Arm> arms, Figures figures, List<Curve> curves) {
    /**
     * What was asked.
     *
     * @param id name of the experiment
     * @param title in one line
     * @param source who claims it
     * @param claim what is claimed
     * @param file that declares the experiment
     */
    public record Question(String id, String title, String source, Claimed claim, ExperimentFile file) {}

    /**
     * What is claimed of one arm against another.
     *
     * @param arm that something is said of
     * @param baseline that it is compared with, or a number, see {@link Level}
     * @param rule by which it is judged
     * @param measure of what
     */
    public record Claimed(String arm, String baseline, PairedRule rule, Measure measure) {}

    /**
     * What arms are compared by.
     *
     * @param name kebab-case
     * @param unit in words, empty for none
     * @param lessIsBetter whether differences are turned so that above 0 is better
     */
    public record Measure(String name, String unit, boolean lessIsBetter) {}

    /**
     * What the answer is.
     *
     * @param verdict by the rule
     * @param difference the interval that decides, in units of the measure; NaN when no seed says anything
     * @param seeds that were run
     * @param silent how many of them say nothing, at least 0
     * @param version of the build
     */
    public record Outcome(
            PairedRule.Verdict verdict, Interval difference, List<Long> seeds, int silent, String version) {
        public Outcome {
            seeds = List.copyOf(seeds);
            if (seeds.isEmpty() || silent < 0 || silent > seeds.size()) {
                throw new IllegalArgumentException(
                        silent + " of " + seeds.size() + " seeds say nothing; give a seed, and not more than all");
            }
        }
    }

    /**
     * One way to learn.
     *
     * @param name in the file
     * @param value of the measure, with its 95 % interval; NaN when no seed says anything
     * @param difference to the baseline, paired by seed, with its 95 % interval; empty for the baseline
     * @param techniques that it uses, as {@link io.thumbstream.launcher.technique.Explanation#key} names them
     */
    public record Arm(String name, Interval value, Optional<Interval> difference, Set<String> techniques) {
        public Arm {
            techniques = new LinkedHashSet<>(techniques);
        }
    }

    public Result {
        arms = List.copyOf(arms);
        curves = List.copyOf(curves);
    }

    /** Techniques that {@code arm} uses and the baseline does not; none for an arm that there is not. */
    Set<String> own(String arm) {
        Set<String> own = new LinkedHashSet<>(techniques(arm));
        own.removeAll(techniques(question.claim().baseline()));
        return own;
    }

    private Set<String> techniques(String arm) {
        return arms.stream()
                .filter(each -> each.name().equals(arm))
                .findFirst()
                .map(Arm::techniques)
                .orElse(Set.of());
    }

    /** What the index keeps of it. */
    ResultIndex.Entry entry() {
        Interval known = outcome.difference();
        return new ResultIndex.Entry(
                question.id(),
                outcome.verdict(),
                outcome.seeds(),
                outcome.version(),
                own(question.claim().arm()).stream().sorted().toList(),
                question.claim().measure().name(),
                new ResultIndex.Difference(known.low(), known.mean(), known.high()));
    }
}
