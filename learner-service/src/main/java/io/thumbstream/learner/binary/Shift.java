package io.thumbstream.learner.binary;

/** What an answer's value must exceed to be likely to be approved of. */
public enum Shift {
    /** Zero. */
    NONE,
    /** The running mean over all judged answers. */
    POOLED,
    /** The mean of two running means, one over answers approved of and one over the others. */
    CLASS_MEAN,
    /** As class-mean, lower for prompts whose answers are often approved of. */
    PROMPT,
    /** As class-mean, lower for people who often approve. */
    RATER
}
