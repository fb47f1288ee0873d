package io.thumbstream.reward.interpret;

import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import java.util.List;
import java.util.Set;

/**
 * What became of an answer that nobody had asked for: accepted, rejected or ignored.
 *
 * <p>Copied is accepted: {@code value = 1}, {@code weight = accepted-weight}. Regenerated is rejected: {@code value = 0}, {@code weight =
 * rejected-weight}. Abandoned and dwell are ignored: unobserved, weight 0. Source: Lu et al., Proactive Agent: Shifting LLM Agents from Reactive
 * Responses to Active Assistance, 2024, arXiv 2410.12361. Ours takes a proposal that was ignored for no opinion in place of a weak no,
 * because a person who was away has none; a rejection weighs half of an acceptance by default, a false alarm against a found need.
 *
 * <p>Reads the kind that {@code implicit} reads: keep one of them. Use it where the system speaks first, a suggestion beside a text say; where
 * people ask first, leaving an answer says something, and {@code implicit} reads it. What a proposal cost that was never made, it cannot see.
 */
@Experimental
final class ProposalInterpreter implements FeedbackInterpreter {

    /**
     * @param acceptedWeight weight of a proposal that was accepted, at least 0
     * @param rejectedWeight weight of a proposal that was rejected, at least 0
     */
    record Settings(double acceptedWeight, double rejectedWeight) {
        Settings {
            Weights.check("accepted-weight", acceptedWeight);
            Weights.check("rejected-weight", rejectedWeight);
        }
    }

    private final Settings settings;

    ProposalInterpreter(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Set<FeedbackKind> kinds() {
        return Set.of(FeedbackKind.IMPLICIT);
    }

    @Override
    public Interpretation interpret(Statement statement, List<RolloutEvent> answers) {
        RolloutEvent answer = answers.get(0);
        return Sign.read(statement, sign -> switch (sign) {
            case COPIED -> Opinion.approval(answer, 1, settings.acceptedWeight());
            case REGENERATED -> Opinion.approval(answer, 0, settings.rejectedWeight());
            case ABANDONED, DWELL -> Opinion.unobserved(answer);
        });
    }

    @Override
    public Set<Signal> provides() {
        return Set.of(Signal.IMPLICIT, Signal.BINARY_LABEL, Signal.WEIGHT);
    }
}
