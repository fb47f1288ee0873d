package io.thumbstream.launcher.rewardtrial;

import java.util.Locale;

/** What a reward model is measured by. */
enum RewardMetric {
    /** Share of held-out pairs as those learned from whose better answer scores higher; equal scores count half. */
    ACCURACY("share", true),
    /** The same of pairs that differ from them. */
    SHIFTED_ACCURACY("share", true),
    /** Mean negative log-likelihood of what people choose between pairs as those learned from. */
    LOSS("nat", false),
    /** The same of pairs that differ from them. */
    SHIFTED_LOSS("nat", false),
    /** Mean true worth of the answer that scores best out of 64, which lies 3.2 nats from the policy that wrote them. */
    BEST_OF("worth", true),
    /** Share of learned choices said the wrong way round that the scores agree with; none where nothing was said so. */
    FLIPS_FITTED("share", false),
    /** Probability that a choice said the wrong way round has less strength than one said rightly, equal ones half; ties are no choices. */
    FLIPS_FOUND("share", true),
    /** Mean of {@code |s_better + s_worse|} over mean of {@code |s_better - s_worse|}: how far the middle of a pair is from zero. */
    OFF_ZERO("", false),
    /** Standard deviation over the members, mean over answers, divided by that over answers. */
    SPREAD("", false),
    /** What the mark adds to the score of an answer, in standard deviations of scores; none where there is no mark. */
    MARK_LEAN("deviations", false),
    /** How far the mean approval that scores foretell is from the true one; none where everybody says what they think. */
    APPROVAL_BIAS("share", false),
    /** Accuracy on pairs of the shift grid whose prompts alone are new; none without a grid, as the others of it. */
    PROMPT_SHIFT_ACCURACY("share", true),
    /** The same of pairs whose answers alone are new. */
    RESPONSE_SHIFT_ACCURACY("share", true),
    /** The same of pairs of which both are new. */
    BOTH_SHIFTED_ACCURACY("share", true),
    /** How much more accuracy new answers cost than new prompts. */
    RESPONSE_COST("share", true),
    /** Probability that a pair with a new prompt has more energy than one of which nothing is new, ties half. */
    PROMPT_SHIFT_ENERGY("share", true),
    /** The same of pairs whose answers are new. */
    RESPONSE_SHIFT_ENERGY("share", true),
    /** The same of pairs of which both are new. */
    BOTH_SHIFTED_ENERGY("share", true),
    /** Probability that scores of a pair with a new prompt are closer to each other than those of one of which nothing is new, ties half. */
    PROMPT_SHIFT_CONFIDENCE("share", true),
    /** The same of pairs whose answers are new. */
    RESPONSE_SHIFT_CONFIDENCE("share", true),
    /** The same of pairs of which both are new. */
    BOTH_SHIFTED_CONFIDENCE("share", true),
    /** By how much energy tells new pairs better than confidence does, mean over the three kinds. */
    ENERGY_LEAD("share", true),
    /**
     * F1 of making the proposals whose score is above 0, against those that would be accepted; none where answers are not shown one by
     * one.
     */
    PROPOSAL_F1("", true),
    /**
     * Share of the proposals that would not be accepted which are made where those that score best are, as many as it takes to make 80 % of
     * those that would be.
     */
    FALSE_ALARMS("share", false);

    private final String unit;
    private final boolean more;

    RewardMetric(String unit, boolean more) {
        this.unit = unit;
        this.more = more;
    }

    /** Unit in words, empty for none. */
    String unit() {
        return unit;
    }

    /** Whether smaller is better. */
    boolean lessIsBetter() {
        return !more;
    }

    /** By how much {@code own} is better than {@code other}: above 0 when it is larger, or smaller where less is better. */
    double gain(double own, double other) {
        return more ? own - other : other - own;
    }

    /** Kebab-case, for figures and files. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
