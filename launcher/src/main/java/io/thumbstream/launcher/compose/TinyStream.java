package io.thumbstream.launcher.compose;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.thumbstream.launcher.loop.AnswerGroup;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.StepScope;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.event.SourceRef;
import io.thumbstream.reward.event.TokenTrace;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Groups of answers to draw labels and rewards for: random words of a vocabulary of twelve, with the log-probabilities that a
 * transformer of twenty thousand parameters gives them, which is also the policy that learns. The same for every composition.
 */
final class TinyStream {
    /** Groups that arrive between two looks at the learners. */
    static final int GROUPS = 2;

    /** Answers of the first policy that are held ready for each group. */
    static final int START_ANSWERS = 2;

    private static final int ANSWERS = 4;
    private static final int TOKENS = 6;
    private static final int DISPLAYED = 3;
    /** Versions that answers of one group come from: what compares versions finds something to compare. */
    private static final int VERSIONS = 2;

    private static final int PEOPLE = 10;
    /** Probability that something is said, of each kind. */
    static final double ASKED = 0.5;

    private static final LmConfig CONFIG = new LmConfig(TinyWords.WORDS, 32, 2, 2, 2, 64, 16, 10_000, 1e-6, false);
    /** What a reward model on a transformer begins with; it has read nothing. */
    private static final LmConfig READER =
            new LmConfig(new TinyWords().vocabularySize(), 16, 1, 2, 2, 32, 32, 10_000, 1e-6, false);
    /** Tokens at the end of the first two answers of each round that are the same: they come to one result. */
    private static final int AGREED = 2;

    private static final long START_MICROS = 1_700_000_000_000_000L;
    private static final long MINUTE_MICROS = 60_000_000L;

    private static final String READING = "reader";

    private final Path base;
    private final List<List<AnswerGroup>> rounds;

    private TinyStream(Path base, List<List<AnswerGroup>> rounds) {
        this.base = base;
        this.rounds = rounds;
    }

    /**
     * A stream of {@code rounds} rounds and its model, which is written into {@code directory}.
     *
     * @param directory existing or not; its files are replaced
     */
    static TinyStream create(Path directory, long seed, int rounds) throws IOException {
        Files.createDirectories(directory);
        List<List<AnswerGroup>> all = new ArrayList<>();
        try (CausalLm model = CausalLm.create(CONFIG, seed, Device.cpu());
                NDManager arrays = NDManager.newBaseManager(Device.cpu())) {
            model.save(directory);
            try (CausalLm reader = CausalLm.create(READER, seed, Device.cpu())) {
                reader.save(Files.createDirectories(directory.resolve(READING)));
            }
            SeededRandom random = new SeededRandom(seed).child("tiny-stream");
            for (int round = 0; round < rounds; round++) {
                all.add(round(model, arrays, round, random.child(round)));
            }
        }
        return new TinyStream(directory, all);
    }

    private static List<AnswerGroup> round(CausalLm model, NDManager arrays, int round, SeededRandom random) {
        int each = ANSWERS + START_ANSWERS;
        int rows = GROUPS * each;
        int[][] prompts = new int[rows][];
        int[][] answers = new int[rows][TOKENS];
        for (int row = 0; row < rows; row++) {
            prompts[row] = row % each == 0 ? new int[] {word(random)} : prompts[row - 1];
            Arrays.setAll(answers[row], unused -> word(random));
        }
        System.arraycopy(answers[0], TOKENS - AGREED, answers[1], TOKENS - AGREED, AGREED);
        float[] logProbs;
        try (StepScope scope = StepScope.open(arrays)) {
            logProbs = Grad.off(() ->
                    model.logProbs(scope.manager(), prompts, answers).logProbs().toFloatArray());
        }
        List<AnswerGroup> groups = new ArrayList<>();
        for (int group = 0; group < GROUPS; group++) {
            List<RolloutEvent> events = new ArrayList<>();
            for (int index = 0; index < each; index++) {
                int row = group * each + index;
                float[] own = Arrays.copyOfRange(logProbs, row * TOKENS, (row + 1) * TOKENS);
                events.add(event(round, group, index, new TokenTrace(prompts[row], answers[row], own)));
            }
            groups.add(new AnswerGroup(
                    events.get(0).groupId(), events.subList(0, ANSWERS), events.subList(ANSWERS, each)));
        }
        return groups;
    }

    private static int word(SeededRandom random) {
        return random.nextInt(CONFIG.vocabularySize());
    }

    private static RolloutEvent event(int round, int group, int index, TokenTrace trace) {
        String id = "r" + round + "g" + group;
        long version = index < ANSWERS ? index % VERSIONS : 0;
        return new RolloutEvent(
                id + "." + index,
                id,
                index,
                ANSWERS,
                text(trace.promptTokens()),
                text(trace.tokens()),
                trace,
                version,
                version,
                "stop",
                index < DISPLAYED,
                ASKED,
                "person-" + (round * GROUPS + group) % PEOPLE,
                null,
                START_MICROS + round * MINUTE_MICROS,
                new SourceRef("rollouts", 0, ((long) round * GROUPS + group) * (ANSWERS + START_ANSWERS) + index));
    }

    private static String text(int[] tokens) {
        return Arrays.stream(tokens).mapToObj(TinyWords::word).collect(Collectors.joining(" "));
    }

    /** Directory of the model that the policy begins with. */
    Path base() {
        return base;
    }

    /** Directory of the model that a reward model on a transformer begins with. */
    Path reader() {
        return base.resolve(READING);
    }

    int rounds() {
        return rounds.size();
    }

    /** Groups of one round, from 0, with nothing beside them. */
    List<AnswerGroup> round(int round) {
        return round(round, 0);
    }

    /** The same with so many answers of the first policy beside each, at most {@link #START_ANSWERS}. */
    List<AnswerGroup> round(int round, int startAnswers) {
        return rounds.get(round).stream()
                .map(group -> new AnswerGroup(
                        group.id(), group.answers(), group.start().subList(0, startAnswers)))
                .toList();
    }
}
