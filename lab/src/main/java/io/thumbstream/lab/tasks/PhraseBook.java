package io.thumbstream.lab.tasks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every phrase an answer may be made of, found by longest match. */
final class PhraseBook {
    private static final Pattern WORD = Pattern.compile("[a-z]+|[0-9]+|[^\\sa-z0-9]");

    private final Map<String, List<Phrase>> byFirstWord = new HashMap<>();

    PhraseBook(SupportGrammar grammar) {
        addManner(grammar, grammar.formal(), 1);
        addManner(grammar, grammar.casual(), -1);
        for (SlotType type : SlotType.values()) {
            for (String value : grammar.values(type)) {
                add(Phrase.Kind.FACT, 0, grammar.phrase(type, value), content(type, value));
            }
        }
        for (Intent intent : grammar.intents()) {
            for (String step : intent.heldOut() ? List.<String>of() : intent.steps()) {
                add(Phrase.Kind.STEP, 0, step, step);
            }
        }
        for (int i = 1; i <= Intent.STEPS; i++) {
            add(Phrase.Kind.NUMBER, 0, i + ".", "");
        }
        List.of(",", ".", "then").forEach(glue -> add(Phrase.Kind.GLUE, 0, glue, ""));
        byFirstWord
                .values()
                .forEach(list -> list.sort(Comparator.comparingInt(
                        (Phrase phrase) -> -phrase.words().size())));
    }

    /** Returns the lower-case words and signs of a text. */
    static List<String> words(String text) {
        Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
        List<String> words = new ArrayList<>();
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    /** Returns the content of a fact phrase: type and value, so that equal values of two types differ. */
    static String content(SlotType type, String value) {
        return type.key() + "=" + value;
    }

    /** Returns the longest phrase that starts at a position, empty when the word there starts none. */
    Optional<Phrase> at(List<String> words, int position) {
        return byFirstWord.getOrDefault(words.get(position), List.of()).stream()
                .filter(phrase -> position + phrase.words().size() <= words.size()
                        && words.subList(position, position + phrase.words().size())
                                .equals(phrase.words()))
                .findFirst();
    }

    private void addManner(SupportGrammar grammar, Manner manner, int tone) {
        manner.greeting().forEach(text -> add(Phrase.Kind.GREETING, tone, text, ""));
        manner.apology().forEach(text -> add(Phrase.Kind.APOLOGY, tone, text, ""));
        manner.closing().forEach(text -> add(Phrase.Kind.CLOSING, tone, text, ""));
        add(Phrase.Kind.LEAD, tone, manner.lead(), "");
        for (String template : manner.question()) {
            grammar.intents().stream().map(Intent::question).distinct().forEach(question -> {
                add(Phrase.Kind.QUESTION, tone, template.replace("{question}", question), "");
            });
        }
        for (String template : manner.fact()) {
            for (SlotType type : SlotType.values()) {
                for (String value : grammar.values(type)) {
                    String text = template.replace("{slot}", grammar.phrase(type, value));
                    add(Phrase.Kind.FACT, tone, text, content(type, value));
                }
            }
        }
    }

    private void add(Phrase.Kind kind, int tone, String text, String content) {
        List<String> words = words(text);
        byFirstWord
                .computeIfAbsent(words.get(0), first -> new ArrayList<>())
                .add(new Phrase(kind, tone, words, content));
    }
}
