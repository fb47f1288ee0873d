package io.thumbstream.learner.correct;

import io.thumbstream.runtime.catalog.Signal;
import java.util.Set;

/**
 * Approval and disapproval weighed by how seldom people of that opinion answer.
 *
 * <p>{@code yes: min(largest, r / approving)}, {@code no: min(largest, r / disapproving)} with r the larger of the two
 * probabilities; no units. When of those who approve the share {@code approving} answers, the votes divided by it stand for all of
 * them; only the ratio matters to the fit, so the opinion that is heard most keeps its weight. Source: inverse probability of
 * being observed, as {@link InverseAsking}; ours has one probability for each opinion, because the opinion is what observation
 * hangs on most.
 *
 * <p>Use where the unhappy answer more often than the happy and both probabilities are known, for example from a random share of
 * people who were all asked until they answered. Wrong when the probabilities are guessed: the rate is then off in odds by the
 * factor in which their ratio is. It cannot see who never answers.
 */
final class InverseAnswering implements LabelCorrection {

    /**
     * Who answers.
     *
     * @param approving P(answers | approves), in (0, 1]
     * @param disapproving P(answers | disapproves), in (0, 1]
     * @param largest largest factor of a label, at least 1
     */
    record Settings(double approving, double disapproving, double largest) {
        Settings {
            Bounds.rate("approving", approving);
            Bounds.rate("disapproving", disapproving);
            Bounds.largest(largest);
        }
    }

    private final Settings settings;

    InverseAnswering(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Target correct(Target target, Evidence evidence, double estimate) {
        double loudest = Math.max(settings.approving(), settings.disapproving());
        double yes = loudest / settings.approving();
        double no = loudest / settings.disapproving();
        Target weighed = target.weighed(Math.min(settings.largest(), yes), Math.min(settings.largest(), no));
        boolean cut = target.value() > 0 && yes > settings.largest() || target.value() < 1 && no > settings.largest();
        return cut ? new Target(weighed.value(), weighed.weight(), true) : weighed;
    }

    @Override
    public boolean readsSilence() {
        return false;
    }

    @Override
    public Set<Signal> needs() {
        return Set.of(Signal.BINARY_LABEL);
    }
}
