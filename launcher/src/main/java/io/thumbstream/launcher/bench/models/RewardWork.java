package io.thumbstream.launcher.bench.models;

import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.StepContext;
import io.thumbstream.learner.engine.StepInput;
import io.thumbstream.learner.engine.StepOutcome;
import io.thumbstream.learner.engine.StepPlan;
import io.thumbstream.learner.reward.LabelKind;
import io.thumbstream.learner.reward.RewardCore;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.reward.RewardModelFiles;
import io.thumbstream.model.reward.RewardTrunks;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.model.reward.TransformerTrunkSettings;
import io.thumbstream.model.text.Tokenizer;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Steps of the reward learner on eight choices between two answers, with a transformer as its trunk. One thread owns it. */
final class RewardWork implements AutoCloseable {
    private static final int PAIRS = StepWork.ROWS / 2;
    /** More words than the context has tokens, so that every prompt is cut and every row is full. */
    private static final int PROMPT_WORDS = 2 * StepWork.TOKENS;

    private static final int ANSWER_WORDS = 20;
    private static final List<String> WORDS = List.of(
            "where",
            "is",
            "my",
            "order",
            "I",
            "am",
            "sorry",
            "it",
            "comes",
            "tomorrow",
            "please",
            "help",
            "with",
            "the",
            "password",
            "refund",
            "and",
            "thank",
            "you",
            "for",
            "your",
            "patience");

    private final RewardCore core;
    private final List<StepInput<RewardLabel>> inputs = new ArrayList<>();
    private long steps;

    /**
     * Work that has not begun.
     *
     * @param model trunk before its first step, whose context is the length of every row; closed with this
     * @param directory with the tokenizer and the chat format
     * @param tokenizer the one of the directory
     */
    RewardWork(CausalLm model, String objective, Path directory, Tokenizer tokenizer, long seed) throws IOException {
        core = new RewardCore(
                BenchSettings.reward(objective, PAIRS),
                RewardTrunks.transformer(TransformerTrunkSettings.defaults(), model, directory, tokenizer, seed),
                RewardModelFiles::load,
                Clock.systemUTC());
        List<ScoreInput> answers = answers(seed);
        for (int pair = 0; pair < PAIRS; pair++) {
            RewardLabel choice = new RewardLabel(
                    LabelKind.PAIR,
                    List.of(answers.get(2 * pair), answers.get(2 * pair + 1)),
                    1,
                    1,
                    Optional.of("person-" + pair));
            inputs.add(StepInput.of(new InputRecord<>(new Position("labels", 0, pair), "choice-" + pair, 1, choice)));
        }
    }

    /** As many answers as a step has rows, to prompts that fill every context of up to 128 tokens. */
    static List<ScoreInput> answers(long seed) {
        SeededRandom random = new SeededRandom(seed).child("reward-work");
        List<ScoreInput> answers = new ArrayList<>();
        for (int row = 0; row < StepWork.ROWS; row++) {
            answers.add(new ScoreInput("user: " + text(PROMPT_WORDS, random), text(ANSWER_WORDS, random)));
        }
        return answers;
    }

    private static String text(int words, SeededRandom random) {
        List<String> chosen = new ArrayList<>();
        for (int i = 0; i < words; i++) {
            chosen.add(WORDS.get(random.nextInt(WORDS.size())));
        }
        return String.join(" ", chosen);
    }

    /**
     * Takes one step.
     *
     * @throws IllegalStateException when a number is not finite
     */
    void step() {
        steps++;
        StepOutcome outcome = core.apply(new StepPlan<>(new StepContext(steps, steps, 0), inputs));
        if (outcome.skipped().isPresent()) {
            throw new IllegalStateException(
                    "a measured step was skipped: " + outcome.skipped().get());
        }
    }

    /** Lower-case sha256 of the weights. */
    String digest() {
        return core.digest();
    }

    @Override
    public void close() {
        core.close();
    }
}
