package io.thumbstream.launcher.rewardtrial;

import io.thumbstream.lab.tasks.WordList;
import io.thumbstream.lab.tasks.lexicon.LexiconPrompt;
import io.thumbstream.lab.tasks.lexicon.LexiconTaste;
import io.thumbstream.lab.tasks.lexicon.LexiconText;
import io.thumbstream.lab.tasks.lexicon.Words;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Draws answers of the bed and decides between them. Equal streams give equal answers. */
final class AnswerDraw {
    private static final int SHORT_LEAST = 4;
    private static final int SHORT_MOST = 12;
    private static final int LONG_LEAST = 15;
    private static final int LONG_MOST = 23;
    /** As a policy writes that has learned to keep to the topics. */
    private static final LexiconText BETTER = LexiconText.BASE.withTopics(0.6, 0.05);

    private static final double HALF = 0.5;
    /** Pairs that are drawn for one with a planted length; then the last is taken as it is. */
    private static final int ATTEMPTS = 200;

    private final DataSettings settings;
    private final LexiconTaste taste;
    private final WordList words = Words.list();

    /** An answer without a front. */
    record Draft(LexiconPrompt prompt, String text, int length, double worth) {}

    /** Two answers, of which one was chosen. */
    record Decided(Draft first, Draft second, boolean firstChosen) {
        Draft chosen() {
            return firstChosen ? first : second;
        }

        Draft other() {
            return firstChosen ? second : first;
        }
    }

    AnswerDraw(DataSettings settings) {
        this.settings = settings;
        this.taste = LexiconTaste.draw(settings.seed());
    }

    /** An answer to a prompt of its own. */
    Draft draft(boolean shifted, SeededRandom random) {
        return draft(prompt(shifted, random), shifted, random);
    }

    private LexiconPrompt prompt(boolean shifted, SeededRandom random) {
        boolean halves = settings.shift() == DataSettings.Shift.DOMAIN || settings.grid() == DataSettings.Grid.NEAR;
        return halves
                ? LexiconPrompt.drawHalf(random, shifted && settings.shift() == DataSettings.Shift.DOMAIN)
                : LexiconPrompt.draw(random);
    }

    /** One more answer to a prompt. */
    Draft draft(LexiconPrompt prompt, boolean shifted, SeededRandom random) {
        return draft(prompt, text(shifted), random);
    }

    private Draft draft(LexiconPrompt prompt, LexiconText text, SeededRandom random) {
        int[] body = text.draw(prompt, random);
        return new Draft(prompt, words.decode(body).strip(), body.length, taste.worth(prompt, body));
    }

    private LexiconText text(boolean shifted) {
        return switch (settings.shift()) {
            case NONE, DOMAIN -> LexiconText.BASE;
            case LENGTH ->
                shifted
                        ? LexiconText.BASE.withLengths(LONG_LEAST, LONG_MOST)
                        : LexiconText.BASE.withLengths(SHORT_LEAST, SHORT_MOST);
            case POLICY -> shifted ? BETTER : LexiconText.BASE;
        };
    }

    /**
     * Two answers of different worth to one prompt and a decision between them.
     *
     * @param agrees whether a planted length agrees with the decision
     * @param random of the answers
     * @param prefersFirst decides
     */
    Decided decide(boolean shifted, boolean agrees, SeededRandom random, BiPredicate<Draft, Draft> prefersFirst) {
        Decided decided = decide(shifted, random, prefersFirst);
        if (settings.planted().fault() == DataSettings.Fault.LENGTH) {
            for (int i = 1; i < ATTEMPTS && !longer(decided, agrees); i++) {
                decided = decide(shifted, random, prefersFirst);
            }
        }
        return decided;
    }

    private Decided decide(boolean shifted, SeededRandom random, BiPredicate<Draft, Draft> prefersFirst) {
        LexiconPrompt prompt = prompt(shifted, random);
        Draft first = draft(prompt, shifted, random);
        Draft second = draft(prompt, shifted, random);
        while (second.worth() == first.worth()) {
            second = draft(prompt, shifted, random);
        }
        return new Decided(first, second, prefersFirst.test(first, second));
    }

    /** Whether the chosen answer, or else the other, is the longer one. */
    private static boolean longer(Decided decided, boolean chosen) {
        int lead = decided.chosen().length() - decided.other().length();
        return chosen ? lead > 0 : lead < 0;
    }

    /** The answer as people see it. */
    RewardData.Answer answer(Draft draft, Optional<Boolean> marked, SeededRandom random) {
        String front = marked.map(mark -> words.decode(new int[] {LexiconText.front(mark, random)}))
                .orElse("");
        String prompt = words.decode(draft.prompt().tokens()).strip();
        return new RewardData.Answer(new ScoreInput(prompt, front + draft.text()), draft.worth());
    }

    /** Whether one of two answers is marked, empty where answers have no front. */
    Optional<Boolean> mark(boolean chosen, boolean agrees, SeededRandom random) {
        if (!settings.fronts()) {
            return Optional.empty();
        }
        boolean planted = settings.planted().fault() == DataSettings.Fault.MARK;
        return Optional.of(planted ? chosen == agrees : random.nextBoolean());
    }

    /** A pair to measure on. */
    RewardData.GoldPair goldPair(boolean shifted, SeededRandom random) {
        boolean agrees =
                random.nextDouble() < (shifted ? HALF : settings.planted().agrees());
        Decided decided = decide(shifted, agrees, random, (first, second) -> first.worth() > second.worth());
        Optional<Boolean> better = mark(true, agrees, random);
        Optional<Boolean> worse = mark(false, agrees, random);
        return new RewardData.GoldPair(
                answer(decided.chosen(), better, random), answer(decided.other(), worse, random));
    }

    /**
     * A pair of the shift grid to measure on.
     *
     * @param newPrompt whether the prompt is as none that was judged
     * @param newAnswers whether the answers are
     */
    RewardData.GoldPair gridPair(boolean newPrompt, boolean newAnswers, SeededRandom random) {
        boolean near = settings.grid() == DataSettings.Grid.NEAR;
        LexiconPrompt prompt = near ? LexiconPrompt.drawHalf(random, newPrompt) : LexiconPrompt.draw(random);
        LexiconText text = near && newAnswers ? BETTER : LexiconText.BASE;
        Draft first = draft(prompt, text, random);
        Draft second = draft(prompt, text, random);
        while (second.worth() == first.worth()) {
            second = draft(prompt, text, random);
        }
        boolean firstBetter = first.worth() > second.worth();
        return new RewardData.GoldPair(
                translated(firstBetter ? first : second, !near && newPrompt, !near && newAnswers, random),
                translated(firstBetter ? second : first, !near && newPrompt, !near && newAnswers, random));
    }

    private RewardData.Answer translated(Draft draft, boolean prompt, boolean answer, SeededRandom random) {
        RewardData.Answer plain = answer(draft, Optional.empty(), random);
        ScoreInput input = plain.input();
        return new RewardData.Answer(
                new ScoreInput(
                        prompt ? SecondLanguage.prompt(input.prompt()) : input.prompt(),
                        answer ? SecondLanguage.answer(input.response()) : input.response()),
                plain.worth());
    }

    /** Answers to one prompt. */
    List<RewardData.Answer> group(int size, SeededRandom random) {
        LexiconPrompt prompt = prompt(false, random);
        List<RewardData.Answer> group = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Draft draft = draft(prompt, false, random);
            group.add(answer(draft, settings.fronts() ? Optional.of(random.nextBoolean()) : Optional.empty(), random));
        }
        return group;
    }

    /** An answer of the second kind with the mark and without. */
    RewardData.Twin twin(SeededRandom random) {
        Draft draft = draft(true, random);
        return new RewardData.Twin(
                answer(draft, Optional.of(true), random).input(),
                answer(draft, Optional.of(false), random).input());
    }
}
