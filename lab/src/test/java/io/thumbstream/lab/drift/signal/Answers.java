package io.thumbstream.lab.drift.signal;

import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;

/** Answers and groups made by hand. */
final class Answers {
    private static final OptionalDouble NONE = OptionalDouble.empty();

    private Answers() {}

    /** Numbers over windows as small as they may be. */
    static SignalSettings settings(int groups) {
        return new SignalSettings(List.of(Measure.values()), List.of(), groups, 20, 10, 4, 20, 2);
    }

    static SignalGroup group(SignalAnswer... answers) {
        return new SignalGroup(1, List.of(answers));
    }

    /** An answer with tokens, their log-probabilities, and the same number as reward and score. */
    static SignalAnswer worded(double reward, List<Integer> tokens, List<Float> logProbs) {
        return new SignalAnswer("a", tokens, logProbs, 0, reward, OptionalDouble.of(reward), NONE, NONE);
    }

    /** An answer of a length. */
    static SignalAnswer longAs(int length, double reward, double score) {
        return new SignalAnswer(
                "a", Collections.nCopies(length, 1), List.of(), 0, reward, OptionalDouble.of(score), NONE, NONE);
    }

    /** An answer of a policy version. */
    static SignalAnswer ofVersion(long version, double score) {
        return new SignalAnswer("a", List.of(1), List.of(), version, score, OptionalDouble.of(score), NONE, NONE);
    }

    /** An answer with a score and perhaps a label. */
    static SignalAnswer labelled(String id, double score, OptionalDouble label) {
        return new SignalAnswer(id, List.of(1), List.of(), 0, score, OptionalDouble.of(score), NONE, label);
    }

    /** An answer that the members of the reward model scored. */
    static SignalAnswer scored(double score, double deviation) {
        return new SignalAnswer(
                "a", List.of(), List.of(), 0, score, OptionalDouble.of(score), OptionalDouble.of(deviation), NONE);
    }

    /** An answer of which hardly anything is known. */
    static SignalAnswer bare() {
        return new SignalAnswer("a", List.of(), List.of(), 0, 0, NONE, NONE, NONE);
    }
}
