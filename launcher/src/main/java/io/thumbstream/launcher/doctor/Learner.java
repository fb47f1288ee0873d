package io.thumbstream.launcher.doctor;

import io.thumbstream.lab.report.Demand;
import io.thumbstream.lab.report.Figure;
import io.thumbstream.learner.engine.LogReach;
import io.thumbstream.learner.engine.Partition;
import io.thumbstream.learner.engine.SnapshotInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What is left of the past of one learner.
 *
 * @param kind {@code policy} or {@code reward}
 * @param reach what its log and the inputs of its steps still are; empty when they could not be read
 * @param snapshots its checkpoints on disk, newest first
 * @param configHash configuration that the present settings make
 */
record Learner(String kind, Optional<LogReach> reach, List<SnapshotInfo> snapshots, String configHash) {
    private static final double MIB = 1L << 20;
    private static final int SHOWN_LETTERS = 12;

    Learner {
        snapshots = List.copyOf(snapshots);
    }

    Diagnosis diagnosis() {
        List<Finding> findings = new ArrayList<>();
        List<Figure> figures = new ArrayList<>();
        List<SnapshotInfo> damaged =
                snapshots.stream().filter(snapshot -> !snapshot.intact()).toList();
        findings.add(snapshotFinding());
        damaged.forEach(snapshot -> findings.add(Finding.bad(
                kind,
                "the snapshot of step " + snapshot.step() + " in " + snapshot.directory() + " is damaged",
                "remove that directory; the learner and replays pass over it")));
        reach.ifPresent(log -> {
            findings.add(replayFinding(log));
            configurationFinding(log).ifPresent(findings::add);
            figures.add(Figure.of(kind + "-first-step", log.firstStep(), "step"));
            figures.add(Figure.of(kind + "-last-step", log.lastStep(), "step"));
            figures.add(new Figure(
                    kind + "-replay-from-step",
                    start(log).isPresent() ? start(log).getAsLong() : Double.NaN,
                    "step",
                    Demand.atLeast(0)));
        });
        figures.add(Figure.of(kind + "-snapshots", intactSteps().size(), "snapshots"));
        figures.add(new Figure(kind + "-snapshots-damaged", damaged.size(), "snapshots", Demand.exactly(0)));
        return new Diagnosis(findings, figures);
    }

    private OptionalLong start(LogReach log) {
        return log.start(intactSteps());
    }

    private List<Long> intactSteps() {
        return snapshots.stream()
                .filter(SnapshotInfo::intact)
                .map(SnapshotInfo::step)
                .toList();
    }

    private Finding snapshotFinding() {
        List<Long> steps = intactSteps();
        if (steps.isEmpty()) {
            return Finding.ok(kind, "no snapshots on this disk");
        }
        double size = snapshots.stream().mapToLong(SnapshotInfo::bytes).sum() / MIB;
        return Finding.ok(
                kind,
                steps.size() + " snapshots of steps "
                        + steps.stream().sorted().map(String::valueOf).collect(Collectors.joining(", ")) + ", "
                        + Math.round(size) + " MiB");
    }

    private Finding replayFinding(LogReach log) {
        OptionalLong start = start(log);
        if (log.lastStep() == 0 && intactSteps().isEmpty()) {
            return Finding.ok(kind, "nothing was learned yet");
        }
        if (start.isEmpty()) {
            return Finding.bad(
                    kind,
                    "replay, lineage and exact erasure reach nothing: of steps up to " + log.lastStep() + " "
                            + gone(log) + ", and no snapshot at or after step " + log.earliestStart() + " is left",
                    "start the learner and stop it: it leaves a snapshot from which what comes later can be replayed;"
                            + " keep the topics longer");
        }
        if (start.getAsLong() == 0) {
            return Finding.ok(
                    kind,
                    "steps 1 to " + log.lastStep() + " are there with their inputs: replay can start from version 0;"
                            + " lineage and exact erasure reach the first vote");
        }
        return Finding.note(
                kind,
                "of steps up to " + log.lastStep() + " " + gone(log) + ": replay can start from the snapshot of step "
                        + start.getAsLong() + "; lineage reaches steps from " + log.firstStep()
                        + "; exact erasure begins at version 0, so it reaches nothing",
                "thumbstream replay --learner " + kind + " --from-step " + start.getAsLong()
                        + "; keep the topics longer for a longer reach from now on");
    }

    private static String gone(LogReach log) {
        List<String> reasons = new ArrayList<>();
        if (log.firstStep() != 1) {
            reasons.add(log.firstStep() == 0 ? "the log has none" : "the log begins at " + log.firstStep());
        }
        log.inputs().forEach((in, span) -> {
            if (span.cut()) {
                reasons.add(cut(in, span));
            }
        });
        return reasons.isEmpty() ? "entries are missing" : String.join(", ", reasons);
    }

    private static String cut(Partition in, LogReach.Span span) {
        return in.topic() + "-" + in.partition()
                + (span.beginning() == Long.MAX_VALUE ? " is gone" : " begins at offset " + span.beginning())
                + " and is needed from " + span.needed();
    }

    private Optional<Finding> configurationFinding(LogReach log) {
        List<String> others = log.configHashes().stream()
                .filter(hash -> !hash.equals(configHash))
                .toList();
        if (others.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Finding.note(
                kind,
                "steps were logged under other settings: "
                        + others.stream().map(Learner::letters).collect(Collectors.joining(", ")) + " instead of "
                        + letters(configHash),
                "replay applies steps under the settings they had: give those with --config and --set"));
    }

    private static String letters(String hash) {
        return hash.length() > SHOWN_LETTERS ? hash.substring(0, SHOWN_LETTERS) + "..." : hash;
    }
}
