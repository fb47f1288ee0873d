package io.thumbstream.launcher.offline;

import io.thumbstream.lab.offline.LoggedAction;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Logged actions as comma-separated values under a heading, without quotes.
 *
 * <p>Columns, in any order: {@code behaviour_log_prob} or {@code behaviour_prob}, {@code target_log_prob} or {@code target_prob}, and {@code
 * reward}; where known {@code prediction} and {@code target_value}, what a model of the reward says of the action and of the policy in question
 * (the same when {@code target_value} is not given), and {@code group}, a text that dependent actions share.
 */
final class ActionsFile {
    /** No more actions are read, so that a wrong file does not fill the memory. */
    static final int MOST = 1_000_000;

    private static final int MOST_NAMED = 100;
    private static final int MOST_QUOTED = 40;
    private static final String LOG_PROB = "_log_prob";
    private static final String PROB = "_prob";
    private static final String REWARD = "reward";
    private static final String PREDICTION = "prediction";
    private static final String TARGET_VALUE = "target_value";
    private static final String GROUP = "group";
    private static final List<String> POLICIES = List.of("behaviour", "target");
    private static final List<String> KNOWN = List.of(
            "behaviour_log_prob",
            "behaviour_prob",
            "target_log_prob",
            "target_prob",
            REWARD,
            PREDICTION,
            TARGET_VALUE,
            GROUP);

    private final Path file;
    private final int most;
    private final Consumer<String> say;
    private final List<LoggedAction> actions = new ArrayList<>();
    private final Map<String, Integer> columns = new HashMap<>();
    private long bad;

    private ActionsFile(Path file, int most, Consumer<String> say) {
        this.file = file;
        this.most = most;
        this.say = say;
    }

    /**
     * Reads all actions.
     *
     * @param say told the number of each line that cannot be used, and why; at most a hundred of them
     * @throws IOException when the file or its heading is not usable, or any line is not: to leave lines out would change what is estimated
     */
    static List<LoggedAction> read(Path file, Consumer<String> say) throws IOException {
        return read(file, MOST, say);
    }

    static List<LoggedAction> read(Path file, int most, Consumer<String> say) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("There is no file " + file + "; check the path");
        }
        return new ActionsFile(file, most, say).read();
    }

    private List<LoggedAction> read() throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            String heading = lines.readLine();
            if (heading == null || heading.isBlank()) {
                throw new IOException(file + " does not begin with a heading; columns are " + String.join(", ", KNOWN));
            }
            takeHeading(heading);
            long number = 1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    take(number, line);
                }
            }
        }
        if (bad > 0) {
            throw new IOException(bad + " lines of " + file + " cannot be used; mend them or take them out");
        }
        return List.copyOf(actions);
    }

    private void takeHeading(String heading) throws IOException {
        String[] names = heading.replace("\uFEFF", "").split(",", -1);
        for (int i = 0; i < names.length; i++) {
            String name = names[i].trim();
            if (!KNOWN.contains(name)) {
                throw new IOException(
                        file + " has a column '" + quoted(name) + "'; columns are " + String.join(", ", KNOWN));
            }
            if (columns.containsKey(name)) {
                throw new IOException(file + " has the column '" + name + "' twice; keep one");
            }
            columns.put(name, i);
        }
        for (String policy : POLICIES) {
            if (columns.containsKey(policy + LOG_PROB) == columns.containsKey(policy + PROB)) {
                throw new IOException(
                        file + " needs one of the columns " + policy + LOG_PROB + " and " + policy + PROB);
            }
        }
        if (!columns.containsKey(REWARD)) {
            throw new IOException(file + " needs the column " + REWARD);
        }
        if (columns.containsKey(TARGET_VALUE) && !columns.containsKey(PREDICTION)) {
            throw new IOException(file + " has " + TARGET_VALUE + " without " + PREDICTION + "; give both or neither");
        }
    }

    private void take(long number, String line) throws IOException {
        if (actions.size() == most) {
            throw new IOException(file + " holds more than " + most + " actions; give a part of it");
        }
        try {
            actions.add(action(line.split(",", -1)));
        } catch (IllegalArgumentException e) {
            bad++;
            if (bad <= MOST_NAMED) {
                say.accept("line " + number + ": " + e.getMessage());
            }
        }
    }

    private LoggedAction action(String[] cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " values under " + columns.size() + " headings");
        }
        return new LoggedAction(
                cell(cells, GROUP),
                logProb(cells, "behaviour"),
                logProb(cells, "target"),
                number(cells, REWARD),
                prediction(cells));
    }

    private double logProb(String[] cells, String policy) {
        if (columns.containsKey(policy + LOG_PROB)) {
            return number(cells, policy + LOG_PROB);
        }
        double probability = number(cells, policy + PROB);
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(policy + PROB + " is " + probability + "; give 0 to 1");
        }
        return Math.log(probability);
    }

    private Optional<LoggedAction.Prediction> prediction(String[] cells) {
        if (cell(cells, PREDICTION).isEmpty()) {
            return Optional.empty();
        }
        double logged = number(cells, PREDICTION);
        return Optional.of(new LoggedAction.Prediction(
                logged, cell(cells, TARGET_VALUE).isEmpty() ? logged : number(cells, TARGET_VALUE)));
    }

    private double number(String[] cells, String column) {
        String cell = cell(cells, column);
        try {
            return Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(column + " is '" + quoted(cell) + "', which is no number", e);
        }
    }

    /** A value without blanks around it; empty when there is no such column. */
    private String cell(String[] cells, String column) {
        Integer place = columns.get(column);
        return place == null ? "" : cells[place].trim();
    }

    private static String quoted(String text) {
        return text.length() <= MOST_QUOTED ? text : text.substring(0, MOST_QUOTED) + "...";
    }
}
