package io.thumbstream.lab.evaluate;

import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * Accuracy of a reward model by what its pairs are like.
 *
 * <p>Pairs are cut in four ways: by how many times as long the longer answer is, by whether people preferred the longer one, by the length of the
 * prompt and by which answer stands first. A model that mostly counts characters is right where {@code better-answer} is {@code longer} and wrong
 * where it is {@code shorter}; one that prefers a position shows it in {@code position}.
 */
public final class PairSlices {
    /**
     * One slice.
     *
     * @param by how pairs are cut, kebab-case
     * @param name which of them these are, kebab-case
     * @param accuracy share that the model orders as people do, with its 95 % interval and the number of pairs
     * @param longerWins share whose preferred answer is the longer one, equal lengths counting one half
     */
    public record Slice(String by, String name, Interval accuracy, double longerWins) {}

    private record Cut(String by, List<String> names, ToIntFunction<JudgedPair> place) {}

    private static final List<Cut> CUTS = List.of(
            new Cut(
                    "length-ratio",
                    List.of("below-1-25", "1-25-to-2", "2-to-4", "4-and-more"),
                    pair -> bin(ratio(pair), 1.25, 2, 4)),
            new Cut(
                    "better-answer",
                    List.of("shorter", "as-long", "longer"),
                    pair -> 1 + Integer.compare(pair.betterLength(), pair.worseLength())),
            new Cut(
                    "prompt-length",
                    List.of("below-32", "32-to-127", "128-to-511", "512-and-more"),
                    pair -> bin(pair.promptLength(), 32, 128, 512)),
            new Cut("position", List.of("first-better", "second-better"), pair -> pair.betterFirst() ? 0 : 1));

    private PairSlices() {}

    /** All slices that hold pairs, way by way. */
    public static List<Slice> of(List<JudgedPair> pairs) {
        List<Slice> slices = new ArrayList<>();
        for (Cut cut : CUTS) {
            Map<Integer, List<JudgedPair>> byPlace = new TreeMap<>();
            pairs.forEach(pair -> byPlace.computeIfAbsent(cut.place().applyAsInt(pair), place -> new ArrayList<>())
                    .add(pair));
            byPlace.forEach((place, members) -> slices.add(new Slice(
                    cut.by(),
                    cut.names().get(place),
                    ShiftGrid.accuracy(members),
                    members.stream()
                            .mapToDouble(JudgedPair::longerWins)
                            .average()
                            .orElseThrow())));
        }
        return slices;
    }

    /** The numbers of slices for a report. */
    public static List<Figure> figures(List<Slice> slices) {
        List<Figure> figures = new ArrayList<>();
        for (Slice slice : slices) {
            String name = slice.by() + "-" + slice.name();
            figures.add(Figure.of("pairs-" + name, slice.accuracy().count(), "pairs"));
            figures.addAll(Figure.interval("accuracy-" + name, slice.accuracy(), "share"));
        }
        return figures;
    }

    private static double ratio(JudgedPair pair) {
        double longer = Math.max(pair.betterLength(), pair.worseLength());
        double shorter = Math.min(pair.betterLength(), pair.worseLength());
        return longer / Math.max(1, shorter);
    }

    /** How many of the edges {@code value} has reached. */
    private static int bin(double value, double... edges) {
        int reached = 0;
        for (double edge : edges) {
            reached += value >= edge ? 1 : 0;
        }
        return reached;
    }
}
