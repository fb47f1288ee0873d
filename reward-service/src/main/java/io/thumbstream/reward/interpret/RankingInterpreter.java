package io.thumbstream.reward.interpret;

import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.LabelItem;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An order of answers as a choice between each two of them, or place by place.
 *
 * <p>As pairs, {@code n} answers with places are {@code n (n - 1) / 2} comparisons with {@code value = 1} where the first
 * has the better place, 0.5 where they share one, else 0, and {@code weight = 2 weight / (n (n - 1))}, so that an order
 * weighs as much as one choice. As an order they are {@code n - 1} labels of {@code weight / (n - 1)}: for each place but the last the answer
 * there, best of itself and all behind it, {@code value = 1}; the last two, and each two neighbours that share a place, are a comparison.
 * Source: Ouyang et al., Training Language Models to Follow Instructions with Human
 * Feedback, 2022, arXiv 2203.02155 (pairs); Plackett, The Analysis of Permutations, Applied Statistics 1975 (order). Ours makes a label of each
 * comparison or place, which a person who orders the same answers anew replaces; of answers that share a place one speaks for all against those
 * behind.
 *
 * <p>The statement's text holds the place of each answer it names, from 1 without a gap, as {@code 2 2 1}; without one they are
 * named best first. Its comparisons are no independent choices: that they agree is no evidence of how sure the person was. An order needs a
 * reward objective that learns places, {@code by-label-kind} or {@code plackett-luce}; what is foreseen, and groups and probes of the firewall,
 * go by its comparisons alone.
 */
@Experimental
final class RankingInterpreter implements FeedbackInterpreter {
    private static final int LEAST = 2;
    private static final Comparator<Placed> BY_INDEX = Comparator.comparingInt(
                    (Placed each) -> each.answer().index())
            .thenComparing(each -> each.answer().id());

    /** What labels are made of an order. */
    enum As {
        /** A choice between each two answers. */
        PAIRS,
        /** For each place, who is best of those that are left. */
        ORDER
    }

    /**
     * @param weight weight of a whole order, at least 0
     * @param most answers that an order may have, at least 2; pairs grow with its square, and so does the text in the labels of an order
     * @param as what labels are made: pairs, or order
     */
    record Settings(double weight, int most, As as) {
        Settings {
            Weights.check("weight", weight);
            if (most < LEAST) {
                throw new IllegalArgumentException("most is " + most + "; give at least " + LEAST + " answers");
            }
        }
    }

    /** An answer and its place in the order. */
    private record Placed(int place, RolloutEvent answer) {}

    private final Settings settings;

    RankingInterpreter(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Set<FeedbackKind> kinds() {
        return Set.of(FeedbackKind.RANKING);
    }

    @Override
    public int targets() {
        return LEAST;
    }

    @Override
    public int mostTargets() {
        return settings.most();
    }

    @Override
    public boolean namesBest() {
        return settings.as() == As.ORDER && settings.most() > LEAST;
    }

    @Override
    public Interpretation interpret(Statement statement, List<RolloutEvent> answers) {
        List<Integer> places = places(statement.text(), answers.size());
        if (places.isEmpty()) {
            return new Interpretation.Nonsense("the text of an order is a place for each of its " + answers.size()
                    + " answers, from 1 without a gap, as in '2 2 1'");
        }
        List<Placed> placed = new ArrayList<>();
        for (RolloutEvent answer : answers) {
            placed.add(new Placed(places.get(placed.size()), answer));
        }
        placed.sort(BY_INDEX);
        return new Interpretation.Several(settings.as() == As.PAIRS ? pairs(placed) : order(placed));
    }

    private List<Interpretation.Meaning> pairs(List<Placed> placed) {
        double weight = 2 * settings.weight() / (placed.size() * (placed.size() - 1.0));
        List<Interpretation.Meaning> choices = new ArrayList<>();
        for (int i = 0; i < placed.size(); i++) {
            for (Placed second : placed.subList(i + 1, placed.size())) {
                choices.add(choice(placed.get(i), second, weight));
            }
        }
        return choices;
    }

    /** A label for each two neighbours of the order; those that share a place come by index. */
    private List<Interpretation.Meaning> order(List<Placed> placed) {
        List<Placed> bestFirst = new ArrayList<>(placed);
        bestFirst.sort(Comparator.comparingInt(Placed::place));
        double weight = settings.weight() / (placed.size() - 1.0);
        List<Interpretation.Meaning> choices = new ArrayList<>();
        for (int i = 0; i < bestFirst.size() - 1; i++) {
            List<Placed> left = bestFirst.subList(i, bestFirst.size());
            boolean shared = left.get(0).place() == left.get(1).place();
            choices.add(shared || left.size() == LEAST ? choice(left.get(0), left.get(1), weight) : best(left, weight));
        }
        return choices;
    }

    /** That the first of several is the best; the others come by index. */
    private static Interpretation.Meaning best(List<Placed> left, double weight) {
        List<LabelItem> items = new ArrayList<>();
        items.add(Items.of(left.get(0).answer()));
        left.subList(1, left.size()).stream()
                .sorted(BY_INDEX)
                .map(each -> Items.of(each.answer()))
                .forEach(items::add);
        return new Interpretation.Meaning(items, 1, weight, false);
    }

    /** Places of so many answers in the order they are named; empty when the text holds none for them. */
    private static List<Integer> places(@Nullable String text, int answers) {
        if (text == null) {
            return IntStream.rangeClosed(1, answers).boxed().toList();
        }
        List<String> known =
                IntStream.rangeClosed(1, answers).mapToObj(Integer::toString).toList();
        List<Integer> places = Stream.of(text.split(" ", answers + 1))
                .map(word -> known.indexOf(word) + 1)
                .toList();
        long last = places.stream().distinct().count(); // as many as there are, so none is left out
        boolean whole = places.size() == answers && places.stream().allMatch(place -> place >= 1 && place <= last);
        return whole ? places : List.of();
    }

    /** Which of two is better; they come by index, so that where they stand tells nothing. */
    private static Interpretation.Meaning choice(Placed one, Placed other, double weight) {
        boolean turned = BY_INDEX.compare(one, other) > 0;
        Placed first = turned ? other : one;
        Placed second = turned ? one : other;
        return new Interpretation.Meaning(
                List.of(Items.of(first.answer()), Items.of(second.answer())),
                (1 + Integer.signum(second.place() - first.place())) / 2.0,
                weight,
                false);
    }

    @Override
    public Set<Signal> provides() {
        return Set.of(Signal.RANKING, Signal.PAIR, Signal.WEIGHT);
    }
}
