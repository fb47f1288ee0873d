package io.thumbstream.lab.tasks;

import java.util.List;

/**
 * Wording of the parts of an answer in one degree of formality; {@code {slot}} and {@code {question}} are filled in.
 *
 * @param lead word in front of the first step
 */
record Manner(
        List<String> greeting,
        List<String> apology,
        List<String> fact,
        String lead,
        List<String> question,
        List<String> closing) {
    Manner {
        greeting = List.copyOf(greeting);
        apology = List.copyOf(apology);
        fact = List.copyOf(fact);
        question = List.copyOf(question);
        closing = List.copyOf(closing);
    }
}
