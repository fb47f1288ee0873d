package io.thumbstream.launcher.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.lab.report.Interval;
import io.thumbstream.lab.report.PairedRule;
import io.thumbstream.launcher.console.BarProgress;
import io.thumbstream.launcher.console.Causes;
import io.thumbstream.launcher.console.ExitCodes;
import io.thumbstream.launcher.console.FigureOptions;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.console.Table;
import io.thumbstream.launcher.result.Outputs;
import io.thumbstream.launcher.result.Result;
import io.thumbstream.launcher.rewardtrial.RewardTrialRun;
import io.thumbstream.launcher.trial.TrialRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trials one after the other; one that fails does not keep the others from being run. */
final class AllTrials {
    /** Trials of policies alone. */
    static final String TRIALS = "trials";
    /** Trials of reward models alone. */
    static final String REWARD_TRIALS = "reward-trials";

    private static final Logger LOG = LoggerFactory.getLogger(AllTrials.class);
    private static final double MILLIS = 1000;

    private final List<Shipped> trials;
    private final Clock clock;

    AllTrials(List<Shipped> trials, Clock clock) {
        this.trials = List.copyOf(trials);
        this.clock = clock;
    }

    /** Runs a trial. */
    @FunctionalInterface
    interface Runner {
        /**
         * Runs what is not done yet.
         *
         * @param home keeps what is done
         */
        Result run(String id, List<Long> seeds, Path home, Progress progress) throws IOException;
    }

    /**
     * A trial.
     *
     * @param id its name
     * @param runner runs it
     */
    record Shipped(String id, Runner runner) {}

    /**
     * What came of a trial.
     *
     * @param id its name
     * @param result empty when it failed
     * @param seconds that it took
     */
    private record Row(String id, Optional<Result> result, double seconds) {
        private String verdict() {
            return result.map(each -> each.outcome().verdict().words()).orElse("failed");
        }

        private boolean reproduced() {
            return result.filter(each -> each.outcome().verdict() == PairedRule.Verdict.REPRODUCED)
                    .isPresent();
        }

        private Optional<Interval> difference() {
            return result.map(each -> each.outcome().difference()).filter(each -> !Double.isNaN(each.mean()));
        }
    }

    /** Those that ship with the product, of one kind or of both. */
    static List<Shipped> shipped(Optional<String> only) {
        List<Shipped> shipped = new ArrayList<>();
        if (!only.equals(Optional.of(REWARD_TRIALS))) {
            TrialRun.ids().forEach(id -> shipped.add(new Shipped(id, TrialRun::result)));
        }
        if (!only.equals(Optional.of(TRIALS))) {
            RewardTrialRun.ids().forEach(id -> shipped.add(new Shipped(id, RewardTrialRun::result)));
        }
        return shipped;
    }

    /** Those of a wave of the catalogue, or of every one, of one kind or of both. */
    static List<Shipped> ofWave(Optional<Integer> wave, Optional<String> only) throws IOException {
        List<Shipped> kept = new ArrayList<>();
        for (Shipped trial : shipped(only)) {
            String id = trial.id();
            int its = TrialRun.ids().contains(id) ? TrialRun.wave(id) : RewardTrialRun.wave(id);
            if (wave.isEmpty() || wave.get() == its) {
                kept.add(trial);
            }
        }
        return kept;
    }

    /** The shipped one of this name. */
    static Optional<Shipped> find(String id) {
        return shipped(Optional.empty()).stream()
                .filter(trial -> trial.id().equals(id))
                .findFirst();
    }

    /**
     * Runs all, publishes each as it is done, and prints a table of them.
     *
     * @param home keeps what is done
     * @return exit code: failed when one was
     */
    int run(List<Long> seeds, Path home, Outputs outputs, FigureOptions printing, PrintWriter out, PrintWriter err) {
        List<Row> rows = new ArrayList<>();
        for (Shipped trial : trials) {
            long began = clock.millis();
            Optional<Result> result = result(trial, seeds, home, outputs, err);
            rows.add(new Row(trial.id(), result, (clock.millis() - began) / MILLIS));
        }
        if (printing.json()) {
            out.println(json(rows));
            out.flush();
        } else {
            table(rows, out);
        }
        boolean failed = rows.stream().anyMatch(row -> row.result().isEmpty());
        return failed ? ExitCodes.FAILED : printing.exitCode(rows.stream().allMatch(Row::reproduced));
    }

    private static Optional<Result> result(
            Shipped trial, List<Long> seeds, Path home, Outputs outputs, PrintWriter err) {
        try (Progress progress = BarProgress.on(err)) {
            Result result = trial.runner().run(trial.id(), seeds, home, progress);
            outputs.publish(result);
            return Optional.of(result);
        } catch (IOException | RuntimeException failure) {
            LOG.debug("trial {} failed", trial.id(), failure);
            err.println("trial " + trial.id() + " failed: " + Causes.of(failure));
            err.flush();
            return Optional.empty();
        }
    }

    private static void table(List<Row> rows, PrintWriter out) {
        Table table = new Table("ID", "VERDICT", "DIFFERENCE", "SECONDS");
        rows.forEach(row -> table.add(
                row.id(),
                row.verdict(),
                row.difference().map(AllTrials::text).orElse("-"),
                String.format(Locale.ROOT, "%.0f", row.seconds())));
        table.print(out);
    }

    private static String text(Interval interval) {
        return String.format(Locale.ROOT, "%.4f (%.4f to %.4f)", interval.mean(), interval.low(), interval.high());
    }

    private static ObjectNode json(List<Row> rows) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        ArrayNode all = root.putArray("experiments");
        for (Row row : rows) {
            ObjectNode node = all.addObject().put("id", row.id()).put("verdict", row.verdict());
            row.difference().ifPresent(interval -> node.put("low", interval.low())
                    .put("mean", interval.mean())
                    .put("high", interval.high()));
            node.put("seconds", row.seconds());
        }
        return root;
    }
}
