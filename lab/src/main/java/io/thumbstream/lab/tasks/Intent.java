package io.thumbstream.lab.tasks;

import java.util.List;

/**
 * What a customer wants.
 *
 * @param name unique name, for example {@code order-late}
 * @param slot type of the fact that the answer must repeat
 * @param messages ways to say it, with slots in braces
 * @param steps the right procedure in order, three steps
 * @param question what a helper may ask back about
 * @param heldOut whether it is kept out of pre-training, to be met later as a new kind of prompt
 */
public record Intent(
        String name, SlotType slot, List<String> messages, List<String> steps, String question, boolean heldOut) {
    /** Steps of every procedure, which is also the longest answer. */
    public static final int STEPS = 3;

    public Intent {
        messages = List.copyOf(messages);
        steps = List.copyOf(steps);
        if (messages.isEmpty() || steps.size() != STEPS) {
            throw new IllegalArgumentException("Intent '" + name + "' has " + messages.size() + " messages and "
                    + steps.size() + " steps; give at least one message and exactly " + STEPS + " steps");
        }
    }
}
