package io.thumbstream.runtime.metrics;

import java.util.List;

/**
 * Micrometer names of every metric of the pipeline; Prometheus shows dots as underscores and adds {@code _total} or a unit.
 *
 * <p>Names and labels are public API. Labels come from small fixed sets: never user, prompt, rollout or version ids.
 */
public final class MetricNames {
    public static final String POLICY_VERSION = "thumbstream.policy.version";
    public static final String REWARD_VERSION = "thumbstream.reward.version";
    public static final String POLICY_LAG = "thumbstream.policy.lag.versions";
    public static final String ROLLOUTS = "thumbstream.rollouts";
    public static final String ROLLOUT_TOKENS = "thumbstream.rollout.tokens";
    public static final String ROLLOUT_DURATION = "thumbstream.rollout";
    public static final String ROLLOUTS_SHED = "thumbstream.rollouts.shed";
    public static final String GENERATOR_ACTIVE = "thumbstream.generator.active";
    public static final String GENERATOR_WAITING = "thumbstream.generator.waiting";
    public static final String GENERATOR_SENT_AGAIN = "thumbstream.generator.sent.again";
    public static final String POLICY_LOAD = "thumbstream.policy.load";
    public static final String POLICY_LOAD_FAILURES = "thumbstream.policy.load.failures";
    public static final String GATEWAY_REQUEST = "thumbstream.gateway.request";
    public static final String GATEWAY_EXCHANGES = "thumbstream.gateway.exchanges";
    public static final String FEEDBACK = "thumbstream.feedback";
    public static final String FEEDBACK_DELAY = "thumbstream.feedback.delay";
    public static final String FEEDBACK_UNMATCHED = "thumbstream.feedback.unmatched";
    public static final String LABELS = "thumbstream.labels";
    public static final String REWARD_SCORE = "thumbstream.reward.score";
    public static final String REWARD_CLIPPED = "thumbstream.reward.transform.clipped";
    public static final String GROUPS_DROPPED = "thumbstream.groups.dropped";
    public static final String GROUPS_ZERO_VARIANCE = "thumbstream.groups.zero.variance";
    public static final String REPLAY_SIZE = "thumbstream.replay.size";
    public static final String LEARNER_STEP = "thumbstream.learner.step";
    public static final String LEARNER_STEPS_SKIPPED = "thumbstream.learner.steps.skipped";
    public static final String LEARNER_TOKENS = "thumbstream.learner.tokens";
    public static final String LOSS = "thumbstream.loss";
    public static final String GRADIENT_NORM = "thumbstream.grad.norm";
    public static final String KL_TO_REFERENCE = "thumbstream.kl.to.reference";
    public static final String KL_SAMPLE_TRAIN = "thumbstream.kl.sample.train";
    public static final String CLIP_RATIO = "thumbstream.clip.ratio";
    public static final String ENTROPY = "thumbstream.entropy";
    public static final String CHECKPOINT = "thumbstream.checkpoint";
    public static final String PUBLISH = "thumbstream.publish";
    public static final String DRIFT_SCORE = "thumbstream.drift.score";
    public static final String DLQ = "thumbstream.dlq";
    /** Prefix of gauges made from the diagnostics of an objective. */
    public static final String OBJECTIVE_PREFIX = "thumbstream.objective.";

    private static final List<String> ALL = List.of(
            POLICY_VERSION,
            REWARD_VERSION,
            POLICY_LAG,
            ROLLOUTS,
            ROLLOUT_TOKENS,
            ROLLOUT_DURATION,
            ROLLOUTS_SHED,
            GENERATOR_ACTIVE,
            GENERATOR_WAITING,
            GENERATOR_SENT_AGAIN,
            POLICY_LOAD,
            POLICY_LOAD_FAILURES,
            GATEWAY_REQUEST,
            GATEWAY_EXCHANGES,
            FEEDBACK,
            FEEDBACK_DELAY,
            FEEDBACK_UNMATCHED,
            LABELS,
            REWARD_SCORE,
            REWARD_CLIPPED,
            GROUPS_DROPPED,
            GROUPS_ZERO_VARIANCE,
            REPLAY_SIZE,
            LEARNER_STEP,
            LEARNER_STEPS_SKIPPED,
            LEARNER_TOKENS,
            LOSS,
            GRADIENT_NORM,
            KL_TO_REFERENCE,
            KL_SAMPLE_TRAIN,
            CLIP_RATIO,
            ENTROPY,
            CHECKPOINT,
            PUBLISH,
            DRIFT_SCORE,
            DLQ);

    private MetricNames() {}

    /** Every fixed name, in the order of the pipeline. */
    public static List<String> all() {
        return ALL;
    }
}
