package io.thumbstream.launcher.rewardtrial;

import io.thumbstream.learner.correct.Evidence;
import io.thumbstream.learner.reward.LabelKind;
import io.thumbstream.learner.reward.RewardLabel;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.LabelItem;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.reward.interpret.FeedbackInterpreter;
import io.thumbstream.reward.interpret.Interpretation;
import io.thumbstream.reward.interpret.InterpreterChain;
import io.thumbstream.reward.interpret.Interpreters;
import io.thumbstream.reward.interpret.Presence;
import io.thumbstream.reward.interpret.Statement;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a reward learner hears of lists of answers: labels of what people did by the interpreters of an arm, and a record of silence of each kind
 * they read about each answer of which nothing of that kind was said, where they let silence be heard. What that says is for the settings
 * {@code corrections} of the arm. Labels without weight are left out. Immutable.
 */
final class HeardLists {
    private static final String ABANDONED = "abandoned";
    private static final double UNDECIDED = 0.5;
    private static final double WINDOW_SECONDS = 1200;
    private static final double LEAST_PROPENSITY = 1e-6;

    private final InterpreterChain interpreters;

    /**
     * Reads by these interpreters, none of them twice.
     *
     * @throws IllegalArgumentException when two of them read the same kind
     */
    HeardLists(List<TechniqueChoice> choices) {
        Map<String, FeedbackInterpreter> readers = new LinkedHashMap<>();
        choices.forEach(choice -> readers.put(choice.name(), Interpreters.CATALOG.create(choice)));
        this.interpreters = new InterpreterChain(readers);
    }

    /** Labels of all lists, list after list. */
    List<RewardData.Judgement> judgements(List<RewardData.ShownList> lists) {
        List<FeedbackKind> kinds = interpreters.kinds().stream().sorted().toList();
        List<RewardData.Judgement> heard = new ArrayList<>();
        for (RewardData.ShownList list : lists) {
            list.said().forEach(said -> heard.addAll(spoken(said)));
            for (RolloutEvent answer : list.answers()) {
                for (FeedbackKind kind : kinds) {
                    silence(list, answer, kind).ifPresent(heard::add);
                }
            }
        }
        return heard;
    }

    private List<RewardData.Judgement> spoken(RewardData.Said said) {
        List<RewardData.Judgement> heard = new ArrayList<>();
        interpreters.of(said.statement().kind()).ifPresent(reader -> heard.addAll(labels(reader, said)));
        return heard;
    }

    private static List<RewardData.Judgement> labels(InterpreterChain.Named reader, RewardData.Said said) {
        Statement statement = said.statement();
        RolloutEvent answer = said.about().get(0);
        List<Interpretation.Meaning> meanings =
                reader.interpreter().interpret(statement, said.about()).meanings();
        if (meanings.isEmpty()) {
            throw new IllegalStateException(reader.name() + " makes nothing of a sound statement: " + statement);
        }
        List<RewardData.Judgement> labels = new ArrayList<>();
        for (int i = 0; i < meanings.size(); i++) {
            Interpretation.Meaning meaning = meanings.get(i);
            if (meaning.weight() > 0) {
                Evidence evidence = evidence(statement.kind(), false, reader.interpreter(), answer);
                labels.add(new RewardData.Judgement(
                        statement.feedbackId() + "#" + i, label(meaning, answer, evidence), false));
            }
        }
        return labels;
    }

    private Optional<RewardData.Judgement> silence(RewardData.ShownList list, RolloutEvent answer, FeedbackKind kind) {
        FeedbackInterpreter interpreter = interpreters.of(kind).orElseThrow().interpreter();
        boolean spoken = list.said().stream()
                .anyMatch(
                        said -> said.statement().kind() == kind && said.about().contains(answer));
        if (spoken || interpreter.targets() > 1 || !interpreter.hearsSilence(seen(list, answer))) {
            return Optional.empty();
        }
        Interpretation.Meaning nothing = new Interpretation.Meaning(
                List.of(new LabelItem(answer.id(), answer.prompt(), answer.response(), 0)), UNDECIDED, 1, false);
        RewardLabel label = label(nothing, answer, evidence(kind, true, interpreter, answer));
        return Optional.of(new RewardData.Judgement(answer.id() + "-no-" + kind, label, false));
    }

    /** How close to an answer the person is seen by what the interpreters read; that an answer was left proves nothing. */
    private Presence seen(RewardData.ShownList list, RolloutEvent answer) {
        Presence seen = Presence.NONE;
        for (RewardData.Said said : list.said()) {
            Statement statement = said.statement();
            if (interpreters.of(statement.kind()).isPresent() && !ABANDONED.equals(statement.text())) {
                if (said.about().contains(answer)) {
                    return Presence.ANSWER;
                }
                seen = Presence.GROUP;
            }
        }
        return seen;
    }

    private static RewardLabel label(Interpretation.Meaning meaning, RolloutEvent answer, Evidence evidence) {
        List<ScoreInput> items = meaning.items().stream()
                .map(item -> new ScoreInput(item.prompt(), item.response()))
                .toList();
        return new RewardLabel(
                LabelKind.about(items.size()),
                items,
                meaning.value(),
                Math.min(RewardLabel.HEAVIEST, meaning.weight()),
                Optional.ofNullable(answer.userKey()),
                Optional.of(Instant.ofEpochMilli(answer.timeMicros() / 1000)),
                evidence);
    }

    private static Evidence evidence(
            FeedbackKind kind, boolean silent, FeedbackInterpreter interpreter, RolloutEvent answer) {
        var known = Arrays.stream(io.thumbstream.learner.correct.FeedbackKind.values())
                .filter(each -> each.name().equals(kind.name()))
                .findFirst()
                .orElse(io.thumbstream.learner.correct.FeedbackKind.OTHER);
        return new Evidence(
                known, silent, silent ? WINDOW_SECONDS : 0, Math.max(LEAST_PROPENSITY, interpreter.propensity(answer)));
    }
}
