package io.thumbstream.learner.reward;

/** What becomes of a choice before a reward model learns it; the strength of a choice is the members' mean margin in its favour. */
public enum LabelPolicy {
    /** It is learned as it was said. */
    HARD,
    /** It is turned round when its strength is negative and in the lowest tenth. */
    FLIP,
    /** It is learned as a mix of what was said and the probability that the members give it. */
    SOFT,
    /** The chosen answer has to lead by the strength, where that is positive, up to 2. */
    MARGIN,
    /** Flip, then soft for the weaker half and margin for the stronger. */
    STRENGTH,
    /** Each time it is learned it moves towards what the model foresaw. */
    SMOOTHED
}
