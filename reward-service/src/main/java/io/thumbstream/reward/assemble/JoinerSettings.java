package io.thumbstream.reward.assemble;

import io.thumbstream.reward.event.FeedbackKind;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Times and bounds of the joiner. All durations are event time.
 *
 * @param lateness records that come at most this much out of order take effect in canonical order
 * @param windows attribution window of each kind of feedback
 * @param groupTimeout how long a group waits for its missing rollouts before it is sent as it is
 * @param parking how long feedback waits for its rollout before it is a dead letter
 * @param retention how long a group is kept after its last record, for revisions
 * @param externalRetention the same for exchanges of external models
 * @param stallRecheck how long a window stays open beyond its end while the feedback stream is stalled, each time
 * @param maxGroups groups kept per partition; the oldest are dropped beyond it
 * @param maxVotes votes kept of one person on one target
 * @param ownership whether a vote by another person than the one who asked is refused
 * @param censoredLabels whether a window that closes in silence makes a label CENSORED with weight 0
 * @param censoredExperience whether it makes a revision of the experience
 * @param stall when silence cannot be trusted
 * @param silence kinds whose own windows make a label CENSORED when they close without feedback of that kind; thumb, rating,
 *     implicit or outcome
 * @param ownAnswers whether every answer of a group becomes a label IMPUTED when the reward model scores it first: the model's own
 *     probability that people approve of it; co-adaptation of the reward learner alone reads these labels
 */
public record JoinerSettings(
        Duration lateness,
        AttributionWindows windows,
        Duration groupTimeout,
        Duration parking,
        Duration retention,
        Duration externalRetention,
        Duration stallRecheck,
        int maxGroups,
        int maxVotes,
        boolean ownership,
        boolean censoredLabels,
        boolean censoredExperience,
        StallSettings stall,
        List<FeedbackKind> silence,
        boolean ownAnswers) {

    private static final Set<FeedbackKind> ABOUT_ONE_ANSWER =
            Set.of(FeedbackKind.THUMB, FeedbackKind.RATING, FeedbackKind.IMPLICIT, FeedbackKind.OUTCOME);

    public JoinerSettings {
        Durations.notNegative("lateness", lateness);
        Durations.positive("group-timeout", groupTimeout);
        Durations.positive("parking", parking);
        Durations.positive("retention", retention);
        Durations.positive("external-retention", externalRetention);
        Durations.positive("stall-recheck", stallRecheck);
        if (maxGroups < 1 || maxVotes < 1) {
            throw new IllegalArgumentException(
                    "max-groups is " + maxGroups + " and max-votes " + maxVotes + "; both must be 1 or more");
        }
        silence = silence.stream().distinct().sorted().toList();
        for (FeedbackKind kind : silence) {
            if (!ABOUT_ONE_ANSWER.contains(kind)) {
                throw new IllegalArgumentException(
                        "silence names " + kind + ", whose silence says nothing about one answer; choose from "
                                + ABOUT_ONE_ANSWER.stream().sorted().toList());
            }
            if (windows.of(kind).compareTo(retention) >= 0) {
                throw new IllegalArgumentException("silence names " + kind + ", whose window is " + windows.of(kind)
                        + ", but groups are forgotten after " + retention
                        + "; give a longer retention or a shorter window");
            }
        }
    }

    /** The settings in which the reward model makes no labels of its own. */
    public JoinerSettings(
            Duration lateness,
            AttributionWindows windows,
            Duration groupTimeout,
            Duration parking,
            Duration retention,
            Duration externalRetention,
            Duration stallRecheck,
            int maxGroups,
            int maxVotes,
            boolean ownership,
            boolean censoredLabels,
            boolean censoredExperience,
            StallSettings stall,
            List<FeedbackKind> silence) {
        this(
                lateness,
                windows,
                groupTimeout,
                parking,
                retention,
                externalRetention,
                stallRecheck,
                maxGroups,
                maxVotes,
                ownership,
                censoredLabels,
                censoredExperience,
                stall,
                silence,
                false);
    }

    public static JoinerSettings defaults() {
        return new JoinerSettings(
                Duration.ofMillis(500),
                AttributionWindows.defaults(),
                Duration.ofMinutes(1),
                Duration.ofMinutes(2),
                Duration.ofHours(2),
                Duration.ofDays(7),
                Duration.ofSeconds(5),
                20_000,
                16,
                true,
                false,
                true,
                StallSettings.defaults(),
                List.of());
    }

    /** The same with other kinds whose silence makes labels. */
    public JoinerSettings withSilence(List<FeedbackKind> kinds) {
        return new JoinerSettings(
                lateness,
                windows,
                groupTimeout,
                parking,
                retention,
                externalRetention,
                stallRecheck,
                maxGroups,
                maxVotes,
                ownership,
                censoredLabels,
                censoredExperience,
                stall,
                kinds,
                ownAnswers);
    }
}
