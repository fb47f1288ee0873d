package io.thumbstream.schemas;

import java.util.Map;

/**
 * Answers of the policy that learning began with, made beside those of a group so that these can be compared with them: nobody is shown them, and no
 * policy learns from them.
 */
public final class StartAnswers {
    /** Exploration arm of their rollouts. */
    public static final String ARM = "start-policy";

    /** Component of theirs in experience; its value is 1. Other answers have none of this name. */
    public static final String COMPONENT = "start-policy";

    private StartAnswers() {}

    /** Whether an answer in experience with these components is one of them. */
    public static boolean marked(Map<String, Double> components) {
        return components.containsKey(COMPONENT);
    }
}
