package io.thumbstream.learner.correct;

import java.util.Map;

/**
 * How labels of each kind of feedback are corrected before a reward model learns them.
 *
 * @param thumb of thumbs
 * @param rating of ratings
 * @param pair of choices between two answers
 * @param ranking of orders of several answers
 * @param edit of corrected answers
 * @param implicit of what was noticed: copied, regenerated, left
 * @param outcome of results of the task that the answer served
 */
public record CorrectionSettings(
        KindCorrection thumb,
        KindCorrection rating,
        KindCorrection pair,
        KindCorrection ranking,
        KindCorrection edit,
        KindCorrection implicit,
        KindCorrection outcome) {

    /** Silence says nothing of any kind, and what is said is taken as it is. */
    public static CorrectionSettings none() {
        return of(Map.of());
    }

    /** Corrections of the kinds in {@code chosen}, and none of the others. */
    public static CorrectionSettings of(Map<FeedbackKind, KindCorrection> chosen) {
        KindCorrection none = KindCorrection.NONE;
        return new CorrectionSettings(
                chosen.getOrDefault(FeedbackKind.THUMB, none),
                chosen.getOrDefault(FeedbackKind.RATING, none),
                chosen.getOrDefault(FeedbackKind.PAIR, none),
                chosen.getOrDefault(FeedbackKind.RANKING, none),
                chosen.getOrDefault(FeedbackKind.EDIT, none),
                chosen.getOrDefault(FeedbackKind.IMPLICIT, none),
                chosen.getOrDefault(FeedbackKind.OUTCOME, none));
    }

    /** The correction of one kind. */
    public KindCorrection of(FeedbackKind kind) {
        return switch (kind) {
            case THUMB -> thumb;
            case RATING -> rating;
            case PAIR -> pair;
            case RANKING -> ranking;
            case EDIT -> edit;
            case IMPLICIT -> implicit;
            case OUTCOME -> outcome;
            case OTHER -> KindCorrection.NONE;
        };
    }
}
