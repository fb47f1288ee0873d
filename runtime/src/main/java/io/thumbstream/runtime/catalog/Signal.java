package io.thumbstream.runtime.catalog;

/** What a sample can carry; the vocabulary in which stages say what they need and what they provide. */
public enum Signal {
    /** Log-probability of each token under the policy that sampled it. */
    BEHAVIOUR_LOG_PROBS,
    /** Log-probability of each token under the frozen reference policy. */
    REFERENCE_LOG_PROBS,
    /** Several answers to one prompt. */
    GROUP,
    /** Answers of the policy that learning began with, beside those of a group. */
    START_ANSWERS,
    /** Which of two answers is better. */
    PAIR,
    /** Order of several answers. */
    RANKING,
    /** Up or down for one answer. */
    BINARY_LABEL,
    /** Graded label for one answer. */
    RATING,
    /** A corrected answer. */
    EDIT,
    /** Where in an answer a person corrected or marked it. */
    EVENT_POSITION,
    /** Copied, regenerated, abandoned, dwell. */
    IMPLICIT,
    /** Result of the task that the answer served. */
    OUTCOME,
    /** Words about an answer. */
    COMMENT,
    /** Reward-model score of an answer. */
    SCORE,
    /** Disagreement of the reward-model members about a score. */
    SCORE_VARIANCE,
    /** One reward per answer. */
    REWARD,
    /** One reward per token. */
    TOKEN_REWARD,
    /** One advantage per token. */
    ADVANTAGES,
    /** Value estimate per token. */
    VALUE,
    /** Entropy of the policy at each token. */
    TOKEN_ENTROPY,
    /** Probability that feedback was asked for or given. */
    FEEDBACK_PROBABILITY,
    /** Pseudonymous key of the person. */
    USER_KEY,
    /** Time from answer to feedback. */
    DELAY,
    /** Weight of a label. */
    WEIGHT
}
