package io.thumbstream.learner.correct;

import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.error.ConfigException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The configured corrections of every kind of feedback. Immutable. */
public final class ConfiguredCorrections {
    private static final double LEAST = 1e-6;

    private final Map<FeedbackKind, Chain> chains;

    /** Techniques of one kind that fit together and to the rule for silence. */
    private record Chain(Silence silence, List<LabelCorrection> corrections) {}

    /**
     * Makes the techniques.
     *
     * @throws ConfigException with every problem
     */
    public ConfiguredCorrections(CorrectionSettings settings) {
        List<String> problems = new ArrayList<>();
        this.chains = chains(settings, problems);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    /**
     * What is wrong with settings: unknown names, values out of range, and techniques that contradict the rule for silence or each
     * other.
     */
    public static List<String> problems(CorrectionSettings settings) {
        List<String> problems = new ArrayList<>();
        Map<FeedbackKind, Chain> unused = chains(settings, problems);
        return problems;
    }

    private static Map<FeedbackKind, Chain> chains(CorrectionSettings settings, List<String> problems) {
        Map<FeedbackKind, Chain> chains = new EnumMap<>(FeedbackKind.class);
        for (FeedbackKind kind : FeedbackKind.values()) {
            KindCorrection chosen = settings.of(kind);
            if (!chosen.equals(KindCorrection.NONE)) {
                chains.put(kind, chain(kind, chosen, problems));
            }
        }
        return chains;
    }

    private static Chain chain(FeedbackKind kind, KindCorrection chosen, List<String> problems) {
        String where = "corrections of " + kind.name().toLowerCase(Locale.ROOT) + ": ";
        boolean read = chosen.silence() == Silence.NEGATIVE;
        if (read && kind.compares()) {
            problems.add(where + "silence says nothing about which answer is better; leave silence unobserved");
        }
        if (read && chosen.use().size() > 1) {
            problems.add(where + "silence can be weighed in one way only, not by "
                    + chosen.use().size() + " techniques; keep one");
        }
        List<LabelCorrection> corrections = new ArrayList<>();
        for (TechniqueChoice choice : chosen.use()) {
            List<String> wrong = LabelCorrections.CATALOG.problems(choice);
            wrong.forEach(problem -> problems.add(where + problem));
            if (wrong.isEmpty()) {
                LabelCorrection correction = LabelCorrections.CATALOG.create(choice);
                corrections.add(correction);
                if (correction.readsSilence() != read) {
                    problems.add(where
                            + choice.name()
                            + (read
                                    ? " takes silence as unobserved; set silence: unobserved, or another technique"
                                    : " weighs silence; set silence: negative to let it be read as no"));
                }
            }
        }
        return new Chain(chosen.silence(), List.copyOf(corrections));
    }

    /** Whether every label is learned as it is. */
    public boolean none() {
        return chains.isEmpty();
    }

    /** Whether a label has anything to say: silence has only where a rule says so. */
    public boolean hears(Evidence evidence) {
        Chain chain = chains.get(evidence.kind());
        return !evidence.silent() || (chain != null && chain.silence() == Silence.NEGATIVE);
    }

    /**
     * What a label asks of the model.
     *
     * @param target what the label says; of silence only the weight counts
     * @param estimate probability of the value 1 by the model as it is now, in [0, 1]
     */
    public Target correct(Target target, Evidence evidence, double estimate) {
        Chain chain = chains.get(evidence.kind());
        if (chain == null) {
            return target;
        }
        double inside = Math.min(1 - LEAST, Math.max(LEAST, estimate));
        Target corrected = evidence.silent() ? Target.of(0, target.weight()) : target;
        for (LabelCorrection correction : chain.corrections()) {
            corrected = correction.correct(corrected, evidence, inside);
        }
        return corrected;
    }
}
