package io.thumbstream.runtime.metrics;

import java.util.List;

/**
 * Micrometer names of every metric of the pipeline; Prometheus shows dots as underscores and adds {@code _total} or a unit.
 *
 * <p>Names and labels are public API. Labels come from small fixed sets: never user, prompt, rollout or version ids.
 */
public final class MetricNames {
    /**
     * Gauge. Newest policy version: in the generator the one that samples (-1 before the first), in the
     * learner ({@code learner=policy}) the one published last.
     */
    public static final String POLICY_VERSION = "thumbstream.policy.version";

    /**
     * Gauge. Newest reward-model version: in the reward service the one that scores (-1 before the first), in
     * the learner ({@code learner=reward}) the one published last.
     */
    public static final String REWARD_VERSION = "thumbstream.reward.version";

    /**
     * Summary, versions. Age of a sample against the newest policy: when its first token is drawn ({@code
     * stage=sampling}), and when a step uses it ({@code learner=policy}).
     */
    public static final String POLICY_LAG = "thumbstream.policy.lag.versions";

    /**
     * Counter. Finished answers by {@code lane} (interactive, background) and {@code outcome} (how they
     * ended, or {@code error}).
     */
    public static final String ROLLOUTS = "thumbstream.rollouts";

    /** Counter. Sampled tokens. */
    public static final String ROLLOUT_TOKENS = "thumbstream.rollout.tokens";

    /** Timer. Time from the start of an answer to its end, by {@code lane}. */
    public static final String ROLLOUT_DURATION = "thumbstream.rollout";

    /** Counter. Background answers given up because too many waited, by {@code reason}. */
    public static final String ROLLOUTS_SHED = "thumbstream.rollouts.shed";

    /** Gauge. Answers being sampled now. */
    public static final String GENERATOR_ACTIVE = "thumbstream.generator.active";

    /** Gauge. Answers waiting for a free slot, by {@code lane}. */
    public static final String GENERATOR_WAITING = "thumbstream.generator.waiting";

    /** Gauge. Records sent again since the process began because the broker did not take them at first. */
    public static final String GENERATOR_SENT_AGAIN = "thumbstream.generator.sent.again";

    /** Timer. Time to load and verify a policy version. */
    public static final String POLICY_LOAD = "thumbstream.policy.load";

    /** Counter. Policy versions that could not be loaded; the older one went on serving. */
    public static final String POLICY_LOAD_FAILURES = "thumbstream.policy.load.failures";

    /** Counter. Records passed over because they are of people who were erased, by {@code topic}. */
    public static final String RECORDS_ERASED = "thumbstream.records.erased";

    /** Timer. HTTP requests by {@code route} and {@code status}. */
    public static final String GATEWAY_REQUEST = "thumbstream.gateway.request";

    /** Counter. Exchanges handed in from elsewhere by {@code outcome}: accepted, or the kind of problem. */
    public static final String GATEWAY_EXCHANGES = "thumbstream.gateway.exchanges";

    /**
     * Counter. Feedback by {@code kind} and {@code outcome}: in the gateway accepted or the kind of problem,
     * in the reward service what became of it (labelled, late, parked, kept, duplicate, refused).
     */
    public static final String FEEDBACK = "thumbstream.feedback";

    /** Timer. Time from an answer to the feedback about it. */
    public static final String FEEDBACK_DELAY = "thumbstream.feedback.delay";

    /** Counter. Feedback whose answer never came. */
    public static final String FEEDBACK_UNMATCHED = "thumbstream.feedback.unmatched";

    /** Counter. Labels written, by {@code kind} of feedback; revisions count again. */
    public static final String LABELS = "thumbstream.labels";

    /** Summary. Reward-model scores of answers before the transforms. */
    public static final String REWARD_SCORE = "thumbstream.reward.score";

    /** Counter. Rewards that a transform cut to its bounds. */
    public static final String REWARD_CLIPPED = "thumbstream.reward.transform.clipped";

    /**
     * Counter. Rewards of answers that were to be compared with answers of the policy that learning began with, in groups that have none; they are
     * compared with the mean of earlier groups.
     */
    public static final String REWARD_UNCOMPARED = "thumbstream.reward.uncompared";

    /**
     * Gauge, seconds. By how much the clock of the reward service's machine was behind the newest time that a broker stamped on a record,
     * when that was read; 0 when it was not behind.
     */
    public static final String CLOCK_BEHIND = "thumbstream.clock.behind";

    /**
     * Groups that taught nothing, by {@code reason}: a counter in the reward service (duplicate, evicted,
     * timeout), a gauge of the total in the learner.
     */
    public static final String GROUPS_DROPPED = "thumbstream.groups.dropped";

    /** Gauge. Groups waiting in the replay buffer. */
    public static final String REPLAY_SIZE = "thumbstream.replay.size";

    /** Timer. Gradient steps, by {@code learner} (policy, reward). */
    public static final String LEARNER_STEP = "thumbstream.learner.step";

    /** Counter. Steps that changed nothing, by {@code learner} and {@code reason}. */
    public static final String LEARNER_STEPS_SKIPPED = "thumbstream.learner.steps.skipped";

    /** Counter. Answer tokens trained on, by {@code learner}. */
    public static final String LEARNER_TOKENS = "thumbstream.learner.tokens";

    /** Gauge. Loss of the last step, by {@code learner}. */
    public static final String LOSS = "thumbstream.loss";

    /** Gauge. Global gradient norm of the last step before limiting, by {@code learner}. */
    public static final String GRADIENT_NORM = "thumbstream.grad.norm";

    /** Gauge, nats per token. Divergence of the policy from the frozen reference in the last step. */
    public static final String KL_TO_REFERENCE = "thumbstream.kl.to.reference";

    /** Gauge, nats per token. Divergence of the policy from the one that sampled, in the last step. */
    public static final String KL_SAMPLE_TRAIN = "thumbstream.kl.sample.train";

    /** Gauge, share. Tokens of the last step whose ratio was clipped. */
    public static final String CLIP_RATIO = "thumbstream.clip.ratio";

    /** Gauge, nats. Mean entropy of the policy at the tokens of the last step. */
    public static final String ENTROPY = "thumbstream.entropy";

    /**
     * Gauge, nats per token. Mean absolute difference of the log-probabilities that the sampler reported and the learner computed for the same
     * weights, when a step could last compare them.
     */
    public static final String LOG_PROB_DIFFERENCE = "thumbstream.log.prob.difference";

    /** Gauge. 1 while that difference is above the setting {@code learner.log-prob-alarm}, else 0. */
    public static final String LOG_PROB_ALARM = "thumbstream.log.prob.alarm";

    /**
     * Counter. Finished answers that the generator asked the policy about that learning began with, by {@code outcome} (computed, failed); none
     * unless {@code generator.reference-log-probs.enabled}.
     */
    public static final String REFERENCE_ANSWERS = "thumbstream.reference.answers";

    /**
     * Counter. Answers in steps that were compared with the policy that learning began with, by {@code source} of its log-probabilities:
     * the {@code record}, or the {@code learner}, which computed them itself.
     */
    public static final String REFERENCE_LOG_PROBS = "thumbstream.reference.log.probs";

    /** Timer. Checkpoints, by {@code learner}. */
    public static final String CHECKPOINT = "thumbstream.checkpoint";

    /** Timer. Publications of a version, by {@code learner}. */
    public static final String PUBLISH = "thumbstream.publish";

    /**
     * Gauge. What a drift monitor shows, by {@code monitor}; {@code feedback-stall} is the number of
     * partitions without feedback.
     */
    public static final String DRIFT_SCORE = "thumbstream.drift.score";

    /** Gauge. 1 while a drift monitor is in alarm, else 0, by {@code monitor}, as the gateway last read it from the drift topic. */
    public static final String DRIFT_ALARM = "thumbstream.drift.alarm";

    /**
     * Gauge, by {@code signal}. A number about rewards, answers or the reward model that the drift part measured, as the gateway last read
     * it from the drift topic; {@code docs/operations.md} says what each means.
     */
    public static final String DRIFT_SIGNAL = "thumbstream.drift.signal";

    /** Counter. Records sent to a dead-letter topic, by {@code service} and {@code reason}. */
    public static final String DLQ = "thumbstream.dlq";

    /** Gauges, by {@code learner}. Other diagnostics of the objective and the stabilisers in the last step. */
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
            RECORDS_ERASED,
            GATEWAY_REQUEST,
            GATEWAY_EXCHANGES,
            FEEDBACK,
            FEEDBACK_DELAY,
            FEEDBACK_UNMATCHED,
            LABELS,
            REWARD_SCORE,
            REWARD_CLIPPED,
            REWARD_UNCOMPARED,
            CLOCK_BEHIND,
            GROUPS_DROPPED,
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
            LOG_PROB_DIFFERENCE,
            LOG_PROB_ALARM,
            REFERENCE_ANSWERS,
            REFERENCE_LOG_PROBS,
            CHECKPOINT,
            PUBLISH,
            DRIFT_SCORE,
            DRIFT_ALARM,
            DRIFT_SIGNAL,
            DLQ);

    private MetricNames() {}

    /** Every fixed name, in the order of the pipeline. */
    public static List<String> all() {
        return ALL;
    }
}
