package io.thumbstream.launcher.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.lab.report.PairedRule;
import io.thumbstream.runtime.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of every experiment that has a page.
 *
 * @param entries one for each experiment, by id
 */
public record ResultIndex(List<Entry> entries) {
    /** Its file, beside the pages. */
    public static final String FILE = "experiments.json";

    private static final String ENTRIES = "experiments";
    private static final String DIFFERENCE = "difference";

    /**
     * What came of one.
     *
     * @param id name of the experiment
     * @param verdict on its claim
     * @param seeds that were run
     * @param version of the build
     * @param techniques that the claim's arm uses and its baseline does not, as
     *     {@link io.thumbstream.launcher.technique.Explanation#key} names them
     * @param metric that the claim is about
     * @param difference that decided
     */
    public record Entry(
            String id,
            PairedRule.Verdict verdict,
            List<Long> seeds,
            String version,
            List<String> techniques,
            String metric,
            Difference difference) {
        public Entry {
            seeds = List.copyOf(seeds);
            techniques = List.copyOf(techniques);
        }

        /** Its page beside the index, with the verdict in brackets when it is not that the claim is reproduced. */
        String page() {
            return ResultIndex.page(id)
                    + (verdict == PairedRule.Verdict.REPRODUCED ? "" : " (" + verdict.words() + ")");
        }

        private static Entry read(JsonNode node) {
            List<Long> seeds = new ArrayList<>();
            node.path("seeds").forEach(seed -> seeds.add(seed.asLong()));
            List<String> techniques = new ArrayList<>();
            node.path("techniques").forEach(technique -> techniques.add(technique.asText()));
            JsonNode difference = node.path(DIFFERENCE);
            return new Entry(
                    node.path("id").asText(),
                    verdict(node.path("verdict").asText()),
                    seeds,
                    node.path("version").asText(),
                    techniques,
                    node.path("metric").asText(),
                    new Difference(
                            difference.path("low").asDouble(Double.NaN),
                            difference.path("mean").asDouble(Double.NaN),
                            difference.path("high").asDouble(Double.NaN)));
        }

        private static PairedRule.Verdict verdict(String words) {
            for (PairedRule.Verdict each : PairedRule.Verdict.values()) {
                if (each.words().equals(words)) {
                    return each;
                }
            }
            throw new IllegalArgumentException("verdict '" + words + "' is none; make the pages again");
        }

        private void writeTo(ObjectNode node) {
            node.put("id", id).put("verdict", verdict.words());
            seeds.forEach(node.putArray("seeds")::add);
            node.put("version", version);
            techniques.forEach(node.putArray("techniques")::add);
            node.put("metric", metric);
            ObjectNode interval = node.putObject(DIFFERENCE);
            put(interval, "low", difference.low());
            put(interval, "mean", difference.mean());
            put(interval, "high", difference.high());
        }

        private static void put(ObjectNode node, String key, double value) {
            if (Double.isFinite(value)) {
                node.put(key, value);
            } else {
                node.putNull(key);
            }
        }
    }

    /**
     * The interval that decided; NaN when no seed said anything.
     *
     * @param low its lower end
     * @param mean of the differences
     * @param high its upper end
     */
    public record Difference(double low, double mean, double high) {}

    public ResultIndex {
        entries = entries.stream().sorted(Comparator.comparing(Entry::id)).toList();
    }

    /** Name of the page of an experiment. */
    public static String page(String id) {
        return id + ".md";
    }

    /** The index of a directory of pages; without an entry where there is no file. */
    public static ResultIndex read(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return new ResultIndex(List.of());
        }
        try {
            List<Entry> entries = new ArrayList<>();
            for (JsonNode node :
                    new ObjectMapper().readTree(Files.readString(file)).path(ENTRIES)) {
                entries.add(Entry.read(node));
            }
            return new ResultIndex(entries);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(file + " is no index of experiments: " + e.getMessage(), e);
        }
    }

    /** With {@code entry} in place of what it said of that experiment. */
    ResultIndex with(Entry entry) {
        List<Entry> all = new ArrayList<>(
                entries.stream().filter(each -> !each.id().equals(entry.id())).toList());
        all.add(entry);
        return new ResultIndex(all);
    }

    /** Pages by the techniques that they are about, those of other verdicts with their verdict in brackets. */
    public Map<String, List<String>> pages() {
        Map<String, List<String>> pages = new TreeMap<>();
        for (Entry entry : entries) {
            for (String technique : entry.techniques()) {
                pages.computeIfAbsent(technique, unused -> new ArrayList<>()).add(entry.page());
            }
        }
        return pages;
    }

    /** Its file. */
    String text() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        var array = root.putArray(ENTRIES);
        entries.forEach(entry -> entry.writeTo(array.addObject()));
        return root.toPrettyString() + "\n";
    }

    /** Writes its file, whole or not at all. */
    void writeTo(Path directory) throws IOException {
        WholeFile.write(directory.resolve(FILE), text());
    }
}
