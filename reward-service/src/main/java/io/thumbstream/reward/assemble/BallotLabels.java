package io.thumbstream.reward.assemble;

import io.thumbstream.reward.event.Label;
import io.thumbstream.reward.event.LabelState;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.interpret.Interpretation.Meaning;
import io.thumbstream.reward.interpret.InterpreterChain;
import java.util.ArrayList;
import java.util.List;

/** The labels of what stands in a ballot: one, or several of a statement that says several things. */
final class BallotLabels {
    private static final double MICROS_PER_SECOND = 1e6;
    private static final double LEAST_PROPENSITY = 1e-6;

    private final Ballot ballot;
    private final Vote vote;
    private final List<RolloutEvent> answers;
    private final InterpreterChain.Named reader;

    /**
     * @param vote the statement that counts
     * @param answers what it speaks about
     * @param reader the interpreter that read it
     */
    BallotLabels(Ballot ballot, Vote vote, List<RolloutEvent> answers, InterpreterChain.Named reader) {
        this.ballot = ballot;
        this.vote = vote;
        this.answers = List.copyOf(answers);
        this.reader = reader;
    }

    /**
     * A label for each meaning. Those of several meanings have the ballot's id and their place in the list.
     *
     * @param stands whether any statement was not withdrawn; without one, labels have weight 0
     */
    List<Label> of(List<Meaning> meanings, boolean stands) {
        List<Label> labels = new ArrayList<>();
        for (Meaning meaning : meanings) {
            String id = meanings.size() == 1 ? ballot.labelId() : ballot.labelId() + "/" + labels.size();
            labels.add(label(id, meaning, stands ? meaning.weight() : 0));
        }
        return labels;
    }

    private Label label(String id, Meaning meaning, double weight) {
        long answered =
                answers.stream().mapToLong(RolloutEvent::timeMicros).max().orElseThrow();
        double propensity = answers.stream()
                .mapToDouble(reader.interpreter()::propensity)
                .min()
                .orElseThrow();
        return new Label(
                id,
                ballot.groupId(),
                ballot.revision(),
                ballot.kind(),
                meaning.items(),
                meaning.value(),
                weight,
                LabelState.OBSERVED,
                Math.max(0, vote.timeMicros() - answered) / MICROS_PER_SECOND,
                Math.max(LEAST_PROPENSITY, propensity),
                ballot.userKey(),
                answers.get(0).userKey(),
                ballot.feedbackIds(),
                ballot.sources(),
                reader.name(),
                ballot.newestMicros());
    }
}
