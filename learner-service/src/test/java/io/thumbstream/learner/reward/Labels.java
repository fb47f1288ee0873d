package io.thumbstream.learner.reward;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.learner.correct.ConfiguredCorrections;
import io.thumbstream.learner.correct.CorrectionSettings;
import io.thumbstream.learner.correct.Evidence;
import io.thumbstream.learner.correct.FeedbackKind;
import io.thumbstream.learner.correct.KindCorrection;
import io.thumbstream.learner.correct.Silence;
import io.thumbstream.learner.engine.InputRecord;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.trust.Decision;
import io.thumbstream.model.reward.ScoreInput;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Labels for tests. */
final class Labels {
    private static final String PROMPT = "user: where is my parcel";

    private Labels() {}

    /** What somebody thinks of one answer. */
    static RewardLabel thumb(String answer, double value, String user) {
        return new RewardLabel(LabelKind.BINARY, List.of(new ScoreInput(PROMPT, answer)), value, 1, named(user));
    }

    /** Which of two answers somebody prefers; 1 is the first. */
    static RewardLabel pair(String first, String second, double value, String user) {
        return new RewardLabel(
                LabelKind.PAIR,
                List.of(new ScoreInput(PROMPT, first), new ScoreInput(PROMPT, second)),
                value,
                1,
                named(user));
    }

    /** That the first of several answers is the best of them. */
    static RewardLabel best(String user, String... answers) {
        return best(1, user, answers);
    }

    private static RewardLabel best(double value, String user, String... answers) {
        List<ScoreInput> items =
                Stream.of(answers).map(answer -> new ScoreInput(PROMPT, answer)).toList();
        return new RewardLabel(LabelKind.BEST, items, value, 1, named(user));
    }

    /** A label of any kind about answers that do not matter. */
    static RewardLabel of(LabelKind kind, double value) {
        return switch (kind) {
            case PAIR -> pair("first", "second", value, "");
            case BINARY -> thumb("first", value, "");
            case BEST -> best(value, "", "first", "second", "third");
            case PERSON -> RewardLabel.about("ann", Decision.RELEASE, Instant.EPOCH);
        };
    }

    /** What a human decided about a person. */
    static RewardLabel about(String person, Decision decision) {
        return RewardLabel.about(person, decision, Instant.EPOCH);
    }

    /** What the reward model itself thinks of an answer by a version of the policy. */
    static RewardLabel own(String group, String answer, double probability, long version) {
        return new RewardLabel(
                LabelKind.BINARY,
                List.of(new ScoreInput(PROMPT, answer)),
                probability,
                1,
                Optional.empty(),
                Optional.empty(),
                Evidence.PLAIN,
                Provenance.own(group, version));
    }

    static RewardLabel weighing(RewardLabel label, double weight) {
        return new RewardLabel(
                label.kind(), label.items(), label.value(), weight, label.userKey(), label.at(), label.evidence());
    }

    static RewardLabel at(RewardLabel label, Instant time) {
        return new RewardLabel(
                label.kind(),
                label.items(),
                label.value(),
                label.weight(),
                label.userKey(),
                Optional.of(time),
                label.evidence());
    }

    static RewardLabel knownBy(RewardLabel label, Evidence evidence) {
        return new RewardLabel(
                label.kind(), label.items(), label.value(), label.weight(), label.userKey(), label.at(), evidence);
    }

    /** Corrections of outcomes of which the share {@code arrived} comes in time, and whose silence is a "no". */
    static ConfiguredCorrections lateOutcomes(double arrived) {
        return new ConfiguredCorrections(lateOutcomeSettings(arrived));
    }

    /** Settings of {@link #lateOutcomes}. */
    static CorrectionSettings lateOutcomeSettings(double arrived) {
        ObjectNode settings = JsonNodeFactory.instance.objectNode().put("arrived", arrived);
        KindCorrection late =
                new KindCorrection(Silence.NEGATIVE, List.of(new TechniqueChoice("elapsed-time", settings)));
        return CorrectionSettings.of(Map.of(FeedbackKind.OUTCOME, late));
    }

    /** A label as it lies in its topic. */
    static InputRecord<RewardLabel> record(long offset, String id, int revision, RewardLabel label) {
        return new InputRecord<>(new Position("labels", 0, offset), id, revision, label);
    }

    private static Optional<String> named(String user) {
        return user.isEmpty() ? Optional.empty() : Optional.of(user);
    }
}
