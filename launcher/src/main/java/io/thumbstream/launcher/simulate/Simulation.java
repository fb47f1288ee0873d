package io.thumbstream.launcher.simulate;

import io.thumbstream.launcher.console.Progress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Simulates many seeds, each wholly by itself, and shrinks the first that fail. */
final class Simulation {
    private static final int BLOCK = 100;
    private static final int TRIES = 3_000;

    private final Examination examination;
    private final int records;
    private final int shrunk;

    /**
     * What came of one schedule.
     *
     * @param records records of the input topics in it
     * @param crashes restarts in it
     * @param decisions labels, drafts and refusals that came of it
     * @param failing the schedule; empty when nothing was violated
     * @param smallest the smallest schedule found that breaks the first of the same invariants; only of a failure that was
     *     shrunk
     */
    record Outcome(
            long seed,
            int records,
            int crashes,
            long decisions,
            List<Violation> violations,
            Optional<Schedule> failing,
            Optional<Small> smallest) {
        Outcome {
            violations = List.copyOf(violations);
        }

        private Outcome shrunkTo(Small small) {
            return new Outcome(seed, records, crashes, decisions, violations, failing, Optional.of(small));
        }
    }

    /** A shrunk schedule. */
    record Small(Schedule schedule, List<Violation> violations) {
        Small {
            violations = List.copyOf(violations);
        }
    }

    /**
     * @param records about how many records each world has
     * @param shrunk most failing seeds to shrink
     */
    Simulation(Meddling meddling, int records, int shrunk) {
        this.examination = new Examination(meddling);
        this.records = records;
        this.shrunk = shrunk;
    }

    /** Simulates seeds on all processors, in order of the seeds. */
    List<Outcome> run(long firstSeed, int seeds, Progress progress) {
        progress.phase("seeds", seeds);
        List<Outcome> outcomes = new ArrayList<>();
        for (int done = 0; done < seeds; done += BLOCK) {
            int block = Math.min(BLOCK, seeds - done);
            outcomes.addAll(LongStream.range(firstSeed + done, firstSeed + done + block)
                    .parallel()
                    .mapToObj(seed -> outcome(ScheduleMaker.of(seed, records)))
                    .toList());
            progress.done(done + block);
        }
        return shrink(outcomes);
    }

    /** Replays one schedule as it is. */
    Outcome replay(Schedule schedule) {
        return outcome(schedule);
    }

    private Outcome outcome(Schedule schedule) {
        Examination.Finding finding = examination.examine(schedule);
        int crashes = (int)
                schedule.steps().stream().filter(Step.Crash.class::isInstance).count();
        long decisions = finding.outputs().stream().mapToLong(List::size).sum();
        return new Outcome(
                schedule.seed(),
                schedule.feeds().size(),
                crashes,
                decisions,
                finding.violations(),
                finding.violations().isEmpty() ? Optional.empty() : Optional.of(schedule),
                Optional.empty());
    }

    private List<Outcome> shrink(List<Outcome> outcomes) {
        List<Outcome> result = new ArrayList<>();
        int left = shrunk;
        for (Outcome outcome : outcomes) {
            boolean wanted = outcome.failing().isPresent() && left > 0;
            left -= wanted ? 1 : 0;
            result.add(wanted ? outcome.shrunkTo(smaller(outcome)) : outcome);
        }
        return result;
    }

    private Small smaller(Outcome outcome) {
        Invariant broken = outcome.violations().stream()
                .map(Violation::invariant)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Schedule schedule = new Shrinker(
                        candidate -> examination.examine(candidate).broken().contains(broken), TRIES)
                .shrink(outcome.failing().orElseThrow());
        return new Small(schedule, examination.examine(schedule).violations());
    }
}
