package io.thumbstream.reward.interpret;

import io.thumbstream.reward.event.FeedbackKind;
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
 * An order of answers as a choice between each two of them.
 *
 * <p>{@code n} answers with places are {@code n (n - 1) / 2} comparisons with {@code value = 1} where the first
 * has the better place, 0.5 where they share one, else 0, and {@code weight = 2 weight / (n (n - 1))}, so that an order
 * weighs as much as one choice. Source: Ouyang et al., Training Language Models to Follow Instructions with Human
 * Feedback, 2022, arXiv 2203.02155. Ours makes a label of each comparison, which a person who orders the same answers
 * anew replaces.
 *
 * <p>The statement's text holds the place of each answer it names, from 1 without a gap, as {@code 2 2 1}; without one they are
 * named best first. Its comparisons are no independent choices: that they agree is no evidence of how sure the person was.
 */
@Experimental
final class RankingInterpreter implements FeedbackInterpreter {
    private static final int LEAST = 2;

    /**
     * @param weight weight of a whole order, at least 0
     * @param most answers that an order may have, at least 2; their labels grow with its square
     */
    record Settings(double weight, int most) {
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
        placed.sort(Comparator.comparingInt((Placed each) -> each.answer().index())
                .thenComparing(each -> each.answer().id()));
        double weight = 2 * settings.weight() / (placed.size() * (placed.size() - 1.0));
        List<Interpretation.Meaning> choices = new ArrayList<>();
        for (int i = 0; i < placed.size(); i++) {
            for (Placed second : placed.subList(i + 1, placed.size())) {
                choices.add(choice(placed.get(i), second, weight));
            }
        }
        return new Interpretation.Several(choices);
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

    private static Interpretation.Meaning choice(Placed first, Placed second, double weight) {
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
