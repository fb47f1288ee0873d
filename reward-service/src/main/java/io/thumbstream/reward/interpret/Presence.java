package io.thumbstream.reward.interpret;

/** How close to an answer the person who asked was seen before a window closed; each level holds those before it. */
public enum Presence {
    /** Nothing says that anybody was there. */
    NONE,
    /** Something was said or noticed about another answer to the same prompt. */
    GROUP,
    /** Something else was said or noticed about this answer. */
    ANSWER
}
