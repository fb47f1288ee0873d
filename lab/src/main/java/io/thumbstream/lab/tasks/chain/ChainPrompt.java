package io.thumbstream.lab.tasks.chain;

import io.thumbstream.runtime.random.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is to be worked out: the sum or the product of a few digits, modulo 10.
 *
 * <p>Products are of 1, 3, 7 and 9 only, so that no factor makes the others count for nothing. With four digits and one useless step an answer
 * has at most 22 tokens, which is why there are not more.
 *
 * @param product whether digits are multiplied, or else added
 * @param digits three or four, each in [0, 9], for products 1, 3, 7 or 9
 */
public record ChainPrompt(boolean product, List<Integer> digits) {
    static final int FEWEST = 3;
    static final int MOST = 4;

    private static final List<Integer> FACTORS = List.of(1, 3, 7, 9);
    private static final List<Integer> TERMS = List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);

    public ChainPrompt {
        digits = List.copyOf(digits);
        if (digits.size() < FEWEST || digits.size() > MOST || !(product ? FACTORS : TERMS).containsAll(digits)) {
            throw new IllegalArgumentException(
                    "a prompt is of three or four digits, 1, 3, 7 or 9 for a product, not of " + digits);
        }
    }

    /** A prompt whose operator, number of digits and digits are drawn uniformly. */
    public static ChainPrompt draw(SeededRandom random) {
        boolean product = random.nextBoolean();
        int count = FEWEST + random.nextInt(MOST - FEWEST + 1);
        List<Integer> digits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            digits.add(draw(product, random));
        }
        return new ChainPrompt(product, digits);
    }

    private static int draw(boolean product, SeededRandom random) {
        List<Integer> from = product ? FACTORS : TERMS;
        return from.get(random.nextInt(from.size()));
    }

    /**
     * The prompt with these token ids, as {@link #tokens} gives them.
     *
     * @throws IllegalArgumentException when they are not an operator, three or four digits and the separator
     */
    public static ChainPrompt of(int[] tokens) {
        int count = tokens.length - 2;
        boolean framed = count >= FEWEST
                && (tokens[0] == ChainWords.PLUS || tokens[0] == ChainWords.TIMES)
                && tokens[count + 1] == ChainWords.SEPARATOR;
        if (!framed) {
            throw new IllegalArgumentException(
                    "a prompt is an operator, digits and the separator, not the tokens " + Arrays.toString(tokens));
        }
        return new ChainPrompt(
                tokens[0] == ChainWords.TIMES,
                Arrays.stream(tokens, 1, count + 1)
                        .map(ChainWords::digitOf)
                        .boxed()
                        .toList());
    }

    /** Its token ids: operator, digits, separator. */
    public int[] tokens() {
        int[] tokens = new int[digits.size() + 2];
        tokens[0] = operator();
        for (int i = 0; i < digits.size(); i++) {
            tokens[i + 1] = ChainWords.digit(digits.get(i));
        }
        tokens[digits.size() + 1] = ChainWords.SEPARATOR;
        return tokens;
    }

    /** Id of the operator. */
    int operator() {
        return product ? ChainWords.TIMES : ChainWords.PLUS;
    }

    /** Two numbers put together, modulo 10. */
    int combine(int first, int second) {
        return (product ? first * second : first + second) % ChainWords.DIGITS;
    }

    /** The right answer, in [0, 9]. */
    public int answer() {
        return digits.stream().reduce(this::combine).orElseThrow();
    }

    /** A digit that may stand in a step but is another one than {@code digit}, drawn uniformly. */
    int other(int digit, SeededRandom random) {
        List<Integer> rest = (product ? FACTORS : TERMS)
                .stream().filter(each -> each != digit).toList();
        return rest.get(random.nextInt(rest.size()));
    }
}
