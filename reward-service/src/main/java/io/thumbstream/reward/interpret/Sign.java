package io.thumbstream.reward.interpret;

import java.util.function.Function;

/** What was noticed of a person who said nothing: the signals of implicit feedback. */
enum Sign {
    /** The answer was copied. */
    COPIED,
    /** Another answer was asked for. */
    REGENERATED,
    /** The answer was left. */
    ABANDONED,
    /** The answer was looked at for some time. */
    DWELL;

    /** What a sign of some strength means. */
    @FunctionalInterface
    interface Rule {
        Interpretation of(Sign sign, double strength);
    }

    /** What a statement means by a rule that asks for its sign alone; nonsense when it names none. */
    static Interpretation read(Statement statement, Function<Sign, Interpretation> rule) {
        String signal = statement.text();
        if (signal == null) {
            return new Interpretation.Nonsense("implicit feedback names its signal");
        }
        return switch (signal) {
            case "copied" -> rule.apply(COPIED);
            case "regenerated" -> rule.apply(REGENERATED);
            case "abandoned" -> rule.apply(ABANDONED);
            case "dwell" -> rule.apply(DWELL);
            default -> new Interpretation.Nonsense("a signal is copied, regenerated, abandoned or dwell");
        };
    }

    /** What a statement means by a rule that asks for its strength, too, which lies in [0, 1] for dwell; nonsense when one of them is missing. */
    static Interpretation readStrength(Statement statement, Rule rule) {
        Double given = statement.value();
        if (statement.text() == null || given == null) {
            return new Interpretation.Nonsense("implicit feedback names its signal and has a strength");
        }
        double strength = given;
        boolean share = strength >= 0 && strength <= 1;
        return read(
                statement,
                sign -> sign == DWELL && !share
                        ? new Interpretation.Nonsense("the strength of dwell lies in [0, 1], not " + strength)
                        : rule.of(sign, strength));
    }
}
