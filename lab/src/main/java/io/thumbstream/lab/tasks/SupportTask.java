package io.thumbstream.lab.tasks;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The {@code support} task: a small customer-support desk whose answers vary independently in length, warmth, formality,
 * structure, apology, asking back and correctness.
 *
 * <p>Immutable and safe to share between threads; every random choice comes from the generator that is passed in.
 */
public final class SupportTask {
    /** Name used in settings and model names. */
    public static final String NAME = "support";

    /** Probability that a planned answer repeats a wrong fact; the same again, independently, for the procedure. */
    public static final double WRONG_PROBABILITY = 0.18;

    private final SupportGrammar grammar;
    private final ReplyWriter writer;
    private final SupportGrader grader;
    private final PromptReader reader;

    private SupportTask(SupportGrammar grammar) {
        this.grammar = grammar;
        this.writer = new ReplyWriter(grammar);
        this.grader = new SupportGrader(grammar);
        this.reader = new PromptReader(grammar);
    }

    /** Loads the task with the grammar that ships with the product. */
    public static SupportTask load() {
        return new SupportTask(SupportGrammar.load());
    }

    /** Returns all intents, held-out ones last. */
    public List<Intent> intents() {
        return grammar.intents();
    }

    /** Draws a message of one of the known intents, or of the held-out ones. */
    public SupportPrompt samplePrompt(RandomGenerator random, boolean heldOut) {
        List<Intent> choices = grammar.intents().stream()
                .filter(intent -> intent.heldOut() == heldOut)
                .toList();
        return samplePrompt(random, pick(choices, random));
    }

    /** Draws a message of one intent. */
    public SupportPrompt samplePrompt(RandomGenerator random, Intent intent) {
        String text = pick(intent.messages(), random);
        String value = "";
        for (SlotType type : SlotType.values()) {
            String drawn = pick(grammar.values(type), random);
            text = text.replace("{" + type.key() + "}", drawn);
            value = type == intent.slot() ? drawn : value;
        }
        return new SupportPrompt(text, intent, value);
    }

    /** Draws {@code count} messages of known intents from a seed; the same seed gives the same messages. */
    public List<SupportPrompt> prompts(int count, long seed, boolean heldOut) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> samplePrompt(random, heldOut))
                .toList();
    }

    /** Draws a plan with every trait independent and near-uniform, and wrong facts in about a third. */
    public ReplyPlan samplePlan(SupportPrompt prompt, RandomGenerator random) {
        int warmth = random.nextInt(3);
        boolean greetsWhenHalf = random.nextBoolean();
        boolean wrongValue = random.nextDouble() < WRONG_PROBABILITY;
        boolean wrongSteps = random.nextDouble() < WRONG_PROBABILITY;
        return new ReplyPlan(
                1 + random.nextInt(Intent.STEPS),
                warmth == 2 || (warmth == 1 && greetsWhenHalf),
                warmth == 2 || (warmth == 1 && !greetsWhenHalf),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                wrongValue ? otherValue(prompt, random) : prompt.value(),
                wrongSteps ? otherSteps(prompt, random) : prompt.intent().steps());
    }

    /** Puts a plan into words. */
    public String write(SupportPrompt prompt, ReplyPlan plan, RandomGenerator random) {
        return writer.write(prompt, plan, random);
    }

    /** Measures any text as an answer to a message. */
    public Grade grade(SupportPrompt prompt, String reply) {
        return grader.grade(prompt, reply);
    }

    /** Recognises a message of this task from its text; empty for anything else. */
    public Optional<SupportPrompt> read(String text) {
        return reader.read(text);
    }

    /** Returns an endless seeded stream of exchanges without held-out intents, for pre-training. */
    public Stream<Exchange> corpus(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return Stream.generate(() -> {
            SupportPrompt prompt = samplePrompt(random, false);
            return new Exchange(prompt.text(), writer.write(prompt, samplePlan(prompt, random), random));
        });
    }

    private String otherValue(SupportPrompt prompt, RandomGenerator random) {
        return pick(
                grammar.values(prompt.intent().slot()).stream()
                        .filter(value -> !value.equals(prompt.value()))
                        .toList(),
                random);
    }

    private List<String> otherSteps(SupportPrompt prompt, RandomGenerator random) {
        return pick(
                grammar.intents().stream()
                        .filter(intent -> !intent.steps().equals(prompt.intent().steps()))
                        .map(Intent::steps)
                        .distinct()
                        .toList(),
                random);
    }

    private static <T> T pick(List<T> choices, RandomGenerator random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
