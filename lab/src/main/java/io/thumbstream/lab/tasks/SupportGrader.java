package io.thumbstream.lab.tasks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Measures any text as an answer to a customer's message.
 *
 * <p>The text is cut into known phrases by longest match. Style is read from which phrases occur; correctness from the
 * facts and steps they carry. {@code malformed = min(1, 2 * unknown / words + 0.15 * repeats + 0.2 [no end sign]
 * + 0.2 [no fact] + 0.3 [no step])}, where {@code words} counts words and signs, {@code unknown} those in no phrase, and
 * {@code repeats} second occurrences of a part that belongs once.
 */
final class SupportGrader {
    private static final double REPEAT_COST = 0.15;
    private static final Set<Phrase.Kind> ONCE = Set.of(
            Phrase.Kind.GREETING,
            Phrase.Kind.APOLOGY,
            Phrase.Kind.FACT,
            Phrase.Kind.LEAD,
            Phrase.Kind.QUESTION,
            Phrase.Kind.CLOSING);

    private final PhraseBook book;

    SupportGrader(SupportGrammar grammar) {
        this.book = new PhraseBook(grammar);
    }

    Grade grade(SupportPrompt prompt, String reply) {
        List<String> words = PhraseBook.words(reply);
        List<Phrase> phrases = new ArrayList<>();
        int unknown = 0;
        for (int at = 0; at < words.size(); ) {
            Optional<Phrase> phrase = book.at(words, at);
            phrase.ifPresent(phrases::add);
            unknown += phrase.isPresent() ? 0 : 1;
            at += phrase.map(found -> found.words().size()).orElse(1);
        }
        return new Grade(
                style(phrases),
                valueRight(prompt, phrases),
                procedureRight(prompt, phrases),
                malformed(words, phrases, unknown),
                (int) words.stream()
                        .filter(word -> Character.isLetterOrDigit(word.charAt(0)))
                        .count());
    }

    private static Map<Attribute, Double> style(List<Phrase> phrases) {
        Map<Attribute, Double> style = new EnumMap<>(Attribute.class);
        int steps = contents(phrases, Phrase.Kind.STEP).size();
        style.put(Attribute.LENGTH, Math.max(1, Math.min(Intent.STEPS, steps)) - 2.0);
        style.put(
                Attribute.WARMTH,
                (has(phrases, Phrase.Kind.GREETING) ? 1.0 : 0) + (has(phrases, Phrase.Kind.CLOSING) ? 1 : 0) - 1);
        int toned = (int) phrases.stream().filter(phrase -> phrase.tone() != 0).count();
        int tone = phrases.stream().mapToInt(Phrase::tone).sum();
        style.put(Attribute.FORMALITY, toned == 0 ? 0 : (double) tone / toned);
        style.put(Attribute.STRUCTURE, sign(has(phrases, Phrase.Kind.NUMBER) && steps > 0));
        style.put(Attribute.APOLOGY, sign(has(phrases, Phrase.Kind.APOLOGY)));
        style.put(Attribute.ASKING, sign(has(phrases, Phrase.Kind.QUESTION)));
        return style;
    }

    private static boolean valueRight(SupportPrompt prompt, List<Phrase> phrases) {
        Set<String> values = new HashSet<>(contents(phrases, Phrase.Kind.FACT));
        return values.equals(Set.of(PhraseBook.content(prompt.intent().slot(), prompt.value())));
    }

    private static boolean procedureRight(SupportPrompt prompt, List<Phrase> phrases) {
        List<String> steps = contents(phrases, Phrase.Kind.STEP);
        List<String> right = prompt.intent().steps();
        return !steps.isEmpty() && steps.size() <= right.size() && steps.equals(right.subList(0, steps.size()));
    }

    private static double malformed(List<String> words, List<Phrase> phrases, int unknown) {
        if (words.isEmpty()) {
            return 1;
        }
        long repeats = ONCE.stream()
                .mapToLong(kind -> Math.max(0, contents(phrases, kind).size() - 1))
                .sum();
        List<String> steps = contents(phrases, Phrase.Kind.STEP);
        repeats += steps.size() - new HashSet<>(steps).size();
        boolean ended = Set.of(".", "!", "?").contains(words.get(words.size() - 1));
        double cost = 2.0 * unknown / words.size()
                + REPEAT_COST * repeats
                + (ended ? 0 : 0.2)
                + (has(phrases, Phrase.Kind.FACT) ? 0 : 0.2)
                + (steps.isEmpty() ? 0.3 : 0);
        return Math.min(1, cost);
    }

    private static List<String> contents(List<Phrase> phrases, Phrase.Kind kind) {
        return phrases.stream()
                .filter(phrase -> phrase.kind() == kind)
                .map(Phrase::content)
                .toList();
    }

    private static boolean has(List<Phrase> phrases, Phrase.Kind kind) {
        return phrases.stream().anyMatch(phrase -> phrase.kind() == kind);
    }

    private static double sign(boolean present) {
        return present ? 1 : -1;
    }
}
