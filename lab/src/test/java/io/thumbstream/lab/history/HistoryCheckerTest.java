package io.thumbstream.lab.history;

import static io.thumbstream.lab.history.HandMadeHistory.again;
import static io.thumbstream.lab.history.HandMadeHistory.answer;
import static io.thumbstream.lab.history.HandMadeHistory.fresh;
import static io.thumbstream.lab.history.HandMadeHistory.group;
import static io.thumbstream.lab.history.HandMadeHistory.label;
import static io.thumbstream.lab.history.HandMadeHistory.replace;
import static io.thumbstream.lab.history.HandMadeHistory.step;
import static io.thumbstream.lab.history.HandMadeHistory.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.lab.history.History.Answer;
import io.thumbstream.lab.history.History.Erased;
import io.thumbstream.runtime.random.SeededRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each promise is broken on purpose in an otherwise sound history, and exactly that is found, in whatever order it is read. */
class HistoryCheckerTest {
    private static final int ORDERS = 20;

    /**
     * One broken promise.
     *
     * @param kind the only class that may be found
     * @param what how it is broken
     * @param plant breaks it
     */
    record Violation(FindingClass kind, String what, Consumer<HandMadeHistory> plant) {
        @Override
        public String toString() {
            return kind.key() + ": " + what;
        }
    }

    @Test
    void shouldFindNothingWhenTheHistoryIsSound() {
        assertThat(new HandMadeHistory().findings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("violations")
    void shouldFindExactlyTheClassThatIsPlanted(Violation violation) {
        HandMadeHistory history = new HandMadeHistory();
        violation.plant().accept(history);

        List<Finding> findings = history.findings();

        assertThat(findings).isNotEmpty().extracting(Finding::kind).containsOnly(violation.kind());
    }

    @ParameterizedTest
    @MethodSource("violations")
    void shouldJudgeAlikeWhenRecordsAreReadInAnotherOrder(Violation violation) {
        HandMadeHistory history = new HandMadeHistory();
        violation.plant().accept(history);
        List<Finding> findings = history.findings();

        for (long seed = 1; seed <= ORDERS; seed++) {
            assertThat(history.findingsInOrderOf(new SeededRandom(seed)))
                    .as("seed %d", seed)
                    .isEqualTo(findings);
        }
    }

    @Test
    void shouldPlantEveryClass() {
        assertThat(violations().map(Violation::kind).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(FindingClass.values());
    }

    @Test
    void shouldNameIdsAndPlacesAsEvidence() {
        HandMadeHistory history = new HandMadeHistory();
        history.accepted.add("dora");
        history.labels.remove(2);

        assertThat(history.findings())
                .extracting(Finding::evidence)
                .containsExactly(
                        "feedback bob was accepted and lies at feedback-1@0, and no label names it",
                        "feedback dora was accepted and is not in its topic");
    }

    @Test
    void shouldAcceptARepeatedAnswerAndOneThatCompactionOutlived() {
        HandMadeHistory history = new HandMadeHistory();
        history.policyVersions.remove(0);

        assertThat(history.findings())
                .as("version 0 is below the oldest that is left")
                .isEmpty();
    }

    static Stream<Violation> violations() {
        return Stream.of(votes(), withdrawals(), erasures(), steps(), versions(), rebuilt())
                .flatMap(all -> all);
    }

    private static Stream<Violation> votes() {
        return Stream.of(
                new Violation(
                        FindingClass.LOST_VOTE,
                        "no label",
                        history -> history.labels.removeIf(label -> label.id().equals("lh"))),
                new Violation(FindingClass.LOST_VOTE, "not stored", history -> history.accepted.add("dora")),
                new Violation(
                        FindingClass.LOST_VOTE,
                        "retraction without effect",
                        history -> history.labels.removeIf(label -> label.revision() == 2)),
                new Violation(
                        FindingClass.DOUBLE_VOTE,
                        "two labels",
                        history -> history.labels.add(label(2, 1, "lj", 1, List.of("bob"), new Answer("h.0", 0)))),
                new Violation(
                        FindingClass.DOUBLE_VOTE,
                        "twice in one label",
                        history ->
                                history.labels.add(label(1, 1, "lh", 2, List.of("bob", "bob"), new Answer("h.0", 0)))),
                new Violation(
                        FindingClass.DOUBLE_VOTE,
                        "a label written twice",
                        history -> history.labels.add(label(1, 1, "lh", 1, List.of("bob"), new Answer("h.0", 0)))),
                new Violation(
                        FindingClass.DOUBLE_VOTE,
                        "a group written twice",
                        history ->
                                history.experience.add(group(1, 2, "h", 2, 0, Set.of("bob"), new Answer("h.0", 0)))));
    }

    private static Stream<Violation> withdrawals() {
        return Stream.of(
                new Violation(
                        FindingClass.VOTE_AFTER_WITHDRAWAL,
                        "the reward learner uses a withdrawn label",
                        history -> history.rewardSteps.add(
                                step(4, 3, 1, Map.of(0, 2L, 1, 1L, 2, 1L), again("labels", 0, 0, "lg", 1)))),
                new Violation(
                        FindingClass.VOTE_AFTER_WITHDRAWAL,
                        "the policy learner uses a group with a withdrawn vote",
                        history -> history.policySteps.add(
                                step(4, 3, 2, Map.of(0, 2L, 1, 2L), again("experience", 0, 0, "g", 1)))));
    }

    private static Stream<Violation> erasures() {
        Stream<Violation> read = Stream.of(
                        "feedback bob",
                        "answer h.0",
                        "label lh revision 1",
                        "group h revision 2",
                        "the dead letter of feedback bob")
                .map(what -> new Violation(
                        FindingClass.ERASED_USER_VOTE, what + " can be read", history -> history.withoutBob()
                                .readable(what)));
        return Stream.concat(
                read,
                Stream.of(
                        new Violation(
                                FindingClass.ERASED_USER_VOTE,
                                "the reward learner uses his label after the models were rebuilt",
                                history -> history.withoutBob()
                                        .erased
                                        .set(0, new Erased("user-bob", Set.of("bob"), Set.of("h.0"), 2, 1))),
                        new Violation(
                                FindingClass.ERASED_USER_VOTE,
                                "the policy learner uses his group after the models were rebuilt",
                                history -> history.withoutBob()
                                        .erased
                                        .set(0, new Erased("user-bob", Set.of("bob"), Set.of("h.0"), 1, 2)))));
    }

    private static Stream<Violation> steps() {
        return Stream.of(
                new Violation(
                        FindingClass.STEP_TWICE,
                        "a policy step logged twice",
                        history -> history.policySteps.add(step(4, 2, 1, Map.of(), again("experience", 2, 0, "k", 1)))),
                new Violation(
                        FindingClass.STEP_TWICE,
                        "a revision used twice",
                        history -> history.policySteps.add(step(4, 3, 2, Map.of(), again("experience", 1, 1, "h", 2)))),
                new Violation(FindingClass.STEP_TWICE, "a group used too often", history -> {
                    history.policySteps.add(step(4, 3, 2, Map.of(), again("experience", 1, 2, "h", 3)));
                    history.policySteps.add(step(5, 4, 2, Map.of(), again("experience", 1, 3, "h", 4)));
                }),
                new Violation(
                        FindingClass.STEP_TWICE,
                        "a label learned too often",
                        history -> history.rewardSteps.add(step(4, 3, 1, Map.of(), again("labels", 1, 0, "lh", 1)))),
                new Violation(
                        FindingClass.STEP_TWICE,
                        "a pair learned too often",
                        history -> history.rewardSteps.add(step(4, 3, 1, Map.of(), again("labels", 2, 0, "li", 1)))),
                new Violation(
                        FindingClass.STEP_TWICE,
                        "a label taken as new twice",
                        history -> replace(
                                history.rewardSteps,
                                each -> each.step() == 2,
                                step(2, 2, 1, Map.of(), fresh(1, 0, "lh", 1)))),
                new Violation(
                        FindingClass.STEP_LOST,
                        "a gap",
                        history -> history.policySteps.add(step(4, 4, 2, Map.of(), again("experience", 2, 0, "k", 1)))),
                new Violation(
                        FindingClass.STEP_LOST,
                        "no first step",
                        history -> history.rewardSteps.removeIf(each -> each.step() == 1)),
                new Violation(FindingClass.STALENESS, "a group three versions old", history -> {
                    history.policyVersions.add(version(3, 2, 50));
                    history.experience.add(group(1, 2, "h", 3, 0, Set.of("bob"), new Answer("h.0", 0)));
                    history.policySteps.add(step(4, 3, 3, Map.of(), again("experience", 1, 2, "h", 3)));
                }));
    }

    private static Stream<Violation> versions() {
        return Stream.of(
                new Violation(
                        FindingClass.WRONG_POLICY_VERSION,
                        "an answer of a version nobody announced",
                        history -> history.rollouts.add(answer(2, 2, "k.0", 60, 9))),
                new Violation(
                        FindingClass.WRONG_POLICY_VERSION,
                        "an answer before its version",
                        history -> history.rollouts.add(answer(2, 2, "k.0", 39, 2))),
                new Violation(
                        FindingClass.WRONG_POLICY_VERSION,
                        "a label that names another version",
                        history -> replace(
                                history.labels,
                                each -> each.id().equals("lh"),
                                label(1, 0, "lh", 1, List.of("bob"), new Answer("h.0", 1)))),
                new Violation(
                        FindingClass.WRONG_POLICY_VERSION,
                        "a group that names another version",
                        history -> replace(
                                history.experience,
                                each -> each.group().equals("h") && each.revision() == 1,
                                group(1, 0, "h", 1, 0, Set.of(), new Answer("h.0", 1)))),
                new Violation(
                        FindingClass.WRONG_POLICY_VERSION,
                        "a label about another answer than the one shown",
                        history -> history.shown.put("h.0", 2L)),
                new Violation(
                        FindingClass.WRONG_POLICY_VERSION,
                        "a step after a version nobody announced",
                        history -> history.policySteps.add(step(4, 3, 3, Map.of(), again("experience", 2, 0, "k", 1)))),
                new Violation(
                        FindingClass.WRONG_POLICY_VERSION, "a step after a version that was taken later", history -> {
                            history.rewardVersions.add(version(2, 3, 30));
                            history.rewardSteps.add(step(4, 3, 2, Map.of(), again("labels", 2, 5, "lz", 1)));
                        }));
    }

    private static Stream<Violation> rebuilt() {
        return Stream.of(
                new Violation(
                        FindingClass.JOIN_DIFFERENCE,
                        "a label that its records do not give",
                        history -> history.joinDifferences.add("label lh comes out of its records with other [value]")),
                new Violation(
                        FindingClass.DIGEST_MISMATCH,
                        "a replay differs",
                        history -> history.policyMismatches.add("version 2 has other weights")),
                new Violation(
                        FindingClass.DIGEST_MISMATCH,
                        "a version announced with two digests",
                        history -> history.policyVersions.add(
                                new History.Version(2, 2, "sha-other", Instant.ofEpochSecond(41)))));
    }
}
