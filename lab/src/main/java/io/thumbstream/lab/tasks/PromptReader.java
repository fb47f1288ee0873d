package io.thumbstream.lab.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises a customer's message that the grammar can have made. */
final class PromptReader {
    private record Template(Intent intent, Pattern pattern) {}

    private final List<Template> templates = new ArrayList<>();

    PromptReader(SupportGrammar grammar) {
        for (Intent intent : grammar.intents()) {
            for (String message : intent.messages()) {
                String regex = Pattern.quote(message);
                for (SlotType type : SlotType.values()) {
                    String values = String.join("|", grammar.values(type));
                    regex = regex.replace("{" + type.key() + "}", "\\E(?<" + type.key() + ">" + values + ")\\Q");
                }
                templates.add(new Template(intent, Pattern.compile(regex)));
            }
        }
    }

    /** Returns the message with its intent and fact, empty when no template made it. */
    Optional<SupportPrompt> read(String text) {
        String trimmed = text.strip();
        for (Template template : templates) {
            Matcher matcher = template.pattern().matcher(trimmed);
            if (matcher.matches()) {
                return Optional.of(new SupportPrompt(
                        trimmed,
                        template.intent(),
                        matcher.group(template.intent().slot().key())));
            }
        }
        return Optional.empty();
    }
}
