package io.thumbstream.learner.stabilize;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.thumbstream.learner.objective.LossReport;
import io.thumbstream.learner.objective.PolicyBatch;
import io.thumbstream.learner.objective.TokenMath;
import io.thumbstream.model.tensor.Scalars;
import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A divergence of choice from the frozen reference policy, estimated at the sampled tokens.
 *
 * <p>{@code L = coefficient mean(a f(u))} over the answer tokens of the whole step, {@code u = pi / ref}, {@code log u} cut to
 * {@code [-20, 20]}; the weight {@code a = (ref / prox) min(prox / mu, importance-cap)}, without gradient, makes tokens that {@code mu} sampled
 * stand for tokens of the reference, so that the gradient is that of the divergence. Reverse-kl {@code KL(pi | ref)}:
 * {@code f = u log u - u + 1}; forward-kl {@code KL(ref | pi)}: {@code f = u - 1 - log u}; jensen-shannon:
 * {@code f = u log u - (u + 1) log((u + 1) / 2)}; alpha: {@code f = (u^(1 - alpha) - (1 - alpha) u - alpha) / (alpha (alpha - 1))}, which
 * goes from reverse (alpha near 0) to forward (near 1). {@code a f} above 10 is cut. Source: Li et al., The Choice of Divergence (DPH-RL),
 * 2025, arXiv 2509.07430.
 *
 * <p>Source on-policy estimates on new answers of the policy. Source start-policy estimates on answers of the reference itself, as the source does,
 * {@code L = coefficient mean(b f(u))} over their tokens alone, {@code b = min(ref / mu, importance-cap)} (1 but for what the sampler was asked
 * beside the reference): no weight grows, and what the policy hardly gives any more is still seen. Ours takes them as the generator draws them
 * beside each group ({@code generator.start-answers}) in place of once before learning, and leaves out those that the reward model scores below
 * the mean of their group, which stands for the source's "solved" and follows people whose wishes change. A group from which the objective learns
 * nothing, such as one whose answers are all right, has a place in a step for their sake and makes the step no larger.
 *
 * <p>Forward KL and Jensen-Shannon keep answers alive that the reference gives and the policy begins to forget; reverse KL only keeps the
 * policy from inventing. Compare them at equal quality, not at equal coefficient. As a loss on own samples the k1 estimate
 * {@code log u} pulls nowhere on average and k3 is the forward KL whatever its value says. A token whose probability fell so far that {@code a f}
 * is cut is pulled back no more. Answers of somebody else are not charged, because nobody knows how likely they were. Use instead of
 * {@code kl-penalty} where variety is lost.
 */
@Experimental
final class DivergencePenalty implements Stabilizer {
    private static final String MEASURE = "divergence-to-reference";
    private static final double LOG_RATIO_LIMIT = 20;
    private static final double VALUE_LIMIT = 10;

    /** Which divergence. */
    enum Divergence {
        REVERSE_KL,
        FORWARD_KL,
        JENSEN_SHANNON,
        ALPHA
    }

    /** Whose answers it is estimated on. */
    enum Source {
        ON_POLICY,
        START_POLICY
    }

    /**
     * @param coefficient weight of the penalty, at least 0, in loss per nat
     * @param divergence which divergence
     * @param alpha place between reverse and forward, in (0, 1); not used but by alpha
     * @param importanceCap largest weight of a token that the policy has come to prefer since it was sampled, at least 1
     * @param source whose answers it is estimated on
     */
    record Settings(double coefficient, Divergence divergence, double alpha, double importanceCap, Source source) {
        Settings {
            if (!(coefficient >= 0) || !(alpha > 0 && alpha < 1) || !(importanceCap >= 1)) {
                throw new IllegalArgumentException("coefficient " + coefficient + ", alpha " + alpha
                        + " and importance-cap " + importanceCap + " must be at least 0, in (0, 1) and at least 1");
            }
        }
    }

    private final Settings settings;

    DivergencePenalty(Settings settings) {
        this.settings = settings;
    }

    @Override
    public LossReport penalty(PolicyBatch batch) {
        if (settings.source() == Source.START_POLICY) {
            NDArray none = batch.manager().create(0f);
            return new LossReport(none, Map.of(MEASURE, none));
        }
        NDArray sampled =
                TokenMath.atMost(TokenMath.ratio(batch.proximal(), batch.behaviour()), settings.importanceCap());
        return weighed(
                batch,
                TokenMath.ratio(batch.reference(), batch.proximal())
                        .mul(sampled)
                        .mul(sampledHere(batch)));
    }

    @Override
    public Optional<LossReport> penaltyOnStartAnswers(PolicyBatch batch) {
        return settings.source() == Source.ON_POLICY
                ? Optional.empty()
                : Optional.of(weighed(
                        batch,
                        TokenMath.atMost(
                                TokenMath.ratio(batch.reference(), batch.behaviour()), settings.importanceCap())));
    }

    private LossReport weighed(PolicyBatch batch, NDArray weight) {
        NDArray logRatio =
                TokenMath.between(batch.logProbs().sub(batch.reference()), -LOG_RATIO_LIMIT, LOG_RATIO_LIMIT);
        NDArray each = TokenMath.atMost(weight.mul(generator(logRatio)), VALUE_LIMIT);
        NDArray mean = TokenMath.tokenMean(each, batch);
        return new LossReport(Scalars.times(mean, settings.coefficient()), Map.of(MEASURE, mean.stopGradient()));
    }

    /** 0 for answers of somebody else, whose sampler nobody knows, and 1 for others, {@code [batch, 1]}. */
    private static NDArray sampledHere(PolicyBatch batch) {
        float[] here = new float[batch.answers().size()];
        for (int i = 0; i < here.length; i++) {
            here[i] = batch.answers().get(i).elsewhere() ? 0 : 1;
        }
        return batch.manager().create(here, new Shape(here.length, 1));
    }

    /** {@code f(u)} of {@code log u}. */
    private NDArray generator(NDArray logRatio) {
        NDArray u = logRatio.exp();
        double alpha = settings.alpha();
        return switch (settings.divergence()) {
            case REVERSE_KL -> u.mul(logRatio).sub(u).add(1f);
            case FORWARD_KL -> u.sub(logRatio).sub(1f);
            case JENSEN_SHANNON ->
                u.mul(logRatio).sub(u.add(1f).mul(u.add(1f).log().sub((float) Math.log(2))));
            case ALPHA ->
                Scalars.over(
                        Scalars.times(logRatio, 1 - alpha)
                                .exp()
                                .sub(Scalars.times(u, 1 - alpha))
                                .sub((float) alpha),
                        alpha * (alpha - 1));
        };
    }

    @Override
    public Set<Signal> needs() {
        return settings.source() == Source.ON_POLICY
                ? Set.of(Signal.REFERENCE_LOG_PROBS, Signal.BEHAVIOUR_LOG_PROBS)
                : Set.of(Signal.REFERENCE_LOG_PROBS, Signal.BEHAVIOUR_LOG_PROBS, Signal.START_ANSWERS);
    }

    @Override
    public Set<String> diagnostics() {
        return Set.of(MEASURE);
    }
}
