package io.thumbstream.lab.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Puts a {@link ReplyPlan} into words; every part has two wordings per manner, chosen at random. */
final class ReplyWriter {
    private final SupportGrammar grammar;

    ReplyWriter(SupportGrammar grammar) {
        this.grammar = grammar;
    }

    String write(SupportPrompt prompt, ReplyPlan plan, RandomGenerator random) {
        Manner manner = grammar.manner(plan.formal());
        List<String> parts = new ArrayList<>();
        if (plan.greets()) {
            parts.add(pick(manner.greeting(), random));
        }
        if (plan.apologises()) {
            parts.add(pick(manner.apology(), random));
        }
        String slot = grammar.phrase(prompt.intent().slot(), plan.value());
        parts.add(pick(manner.fact(), random).replace("{slot}", slot));
        parts.add(procedure(plan, manner.lead()));
        if (plan.asksBack()) {
            parts.add(pick(manner.question(), random)
                    .replace("{question}", prompt.intent().question()));
        }
        if (plan.closes()) {
            parts.add(pick(manner.closing(), random));
        }
        return String.join(" ", parts);
    }

    private static String procedure(ReplyPlan plan, String lead) {
        List<String> steps = plan.steps().subList(0, plan.length());
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            if (plan.numbered()) {
                text.append(i == 0 ? "1. " + lead + " " : " " + (i + 1) + ". ");
                text.append(steps.get(i)).append('.');
            } else {
                text.append(i == 0 ? lead + " " : i == steps.size() - 1 ? ", then " : ", ");
                text.append(steps.get(i)).append(i == steps.size() - 1 ? "." : "");
            }
        }
        return text.toString();
    }

    private static String pick(List<String> choices, RandomGenerator random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
