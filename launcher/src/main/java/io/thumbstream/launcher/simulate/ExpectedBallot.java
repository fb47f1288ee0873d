package io.thumbstream.launcher.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** All that one person said about one target in one kind, as the batch recomputation has it. */
final class ExpectedBallot {
    private static final Comparator<Step.Vote> LATER = Comparator.comparingLong(Step.Vote::sequence)
            .thenComparing(Step.Vote::time)
            .thenComparing(Step.Vote::id);

    private final List<Cause> causes = new ArrayList<>();
    private final Step.Vote first;

    /**
     * Feedback that took effect.
     *
     * @param since when it did
     */
    record Cause(Step.Vote vote, long since) {}

    /** @param first a vote of it, for kind and person */
    ExpectedBallot(Step.Vote first) {
        this.first = first;
    }

    /** Two votes are about the same when person, kind and targets are; the unknown person is somebody else each time. */
    static String keyOf(Step.Vote vote) {
        String person = vote.user().isEmpty() ? "unknown:" + vote.id() : "known:" + vote.user();
        return vote.kind() + " " + vote.targets().stream().sorted().toList() + " " + person;
    }

    void add(Step.Vote vote, long since) {
        causes.add(new Cause(vote, since));
    }

    String kind() {
        return first.kind();
    }

    String user() {
        return first.user();
    }

    int causes() {
        return causes.size();
    }

    /** How many pieces of feedback took effect after a record of a moment was handled; those that waited for it did with it. */
    int causesAfter(long moment) {
        return (int) causes.stream()
                .filter(cause -> cause.since() > moment || cause.vote().time() == moment)
                .count();
    }

    /** Ids of everything that touched it, oldest first. */
    List<String> ids() {
        return causes.stream()
                .map(Cause::vote)
                .sorted(Comparator.comparingLong(Step.Vote::time).thenComparing(Step.Vote::id))
                .map(Step.Vote::id)
                .toList();
    }

    /** The vote that counted at a moment. */
    Optional<Step.Vote> standing(long moment) {
        List<Step.Vote> there = causes.stream()
                .filter(cause -> cause.since() <= moment)
                .map(Cause::vote)
                .toList();
        List<String> withdrawn = there.stream().map(Step.Vote::retracts).toList();
        return there.stream()
                .filter(vote -> vote.retracts().isEmpty() && !withdrawn.contains(vote.id()))
                .max(LATER);
    }

    /** Whether it spoke about an answer at a moment. */
    boolean speaksOf(String answer, long moment) {
        return standing(moment).filter(vote -> vote.targets().contains(answer)).isPresent();
    }
}
