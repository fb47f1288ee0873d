package io.thumbstream.reward.interpret;

import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.event.RolloutEvent;
import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What other interpreters read, with how likely it was to be seen, and with silence only of people who were there.
 *
 * <p>Labels are those of the interpreters in {@code of}. Each carries {@code P(feedback) = max(1 / largest, p)}: with propensity recorded,
 * {@code p} is what was recorded with the answer; with constant, it is {@code constant}. A record of silence, where {@code reward.joiner.silence}
 * names a kind that it reads, is made only if the person who asked was seen as close to the answer as {@code presence} says before the window
 * closed. Source: Parisi et al., Monitored Markov Decision Processes, 2024, arXiv 2402.06819 (a reward that nobody saw is missing, not zero);
 * Luo et al., RLIF: Interactive Imitation Learning as Reinforcement Learning, 2023, arXiv 2311.12996 (that nobody stepped in says something only
 * where somebody was there). Ours fills in and weighs nothing itself: {@code inverse-asking} and {@code imputed-reward} do that; and
 * it has no propensity estimated on the way, because an interpreter keeps nothing, so that a log read again gives the same labels, and because what
 * such an estimate sees is not the opinion on which answering hangs.
 *
 * <p>Use propensity constant where the recorded number is not that of the kind: exchanges of other systems carry 1, and thumbs and outcomes of one
 * answer are not equally rare. Without {@code inverse-asking} it changes nothing that is learned. With presence answer, something else
 * must have been said or noticed of this answer, by the person who asked where that person is known; with group, of any answer to the prompt; with none,
 * every displayed answer counts, as without this. That an answer was left proves nothing. Only kinds that an interpreter reads are
 * seen: read {@code implicit} feedback beside it to see who looked. Votes of people who do nothing else count and their silence does not, so that a
 * rate comes out too high unless nearly everybody who is there leaves a sign: have dwell reported. One entry holds all that it monitors, each about
 * one answer and of a kind of its own.
 */
@Experimental
final class MonitoredFeedbackInterpreter implements FeedbackInterpreter {

    /** Where P(feedback) of a label comes from. */
    enum Propensity {
        RECORDED,
        CONSTANT
    }

    /**
     * @param of interpreters whose labels it gives, at least one, each of feedback about one answer
     * @param propensity where P(feedback) of a label comes from: recorded or constant
     * @param constant P(feedback) of every label, in (0, 1]; used with constant
     * @param largest largest factor that an inverse of it can become, at least 1
     * @param presence how close to an answer its silent person must have been seen: none, group or answer
     */
    record Settings(
            List<TechniqueChoice> of, Propensity propensity, double constant, double largest, Presence presence) {
        Settings {
            of = List.copyOf(of);
            if (of.isEmpty()) {
                throw new IllegalArgumentException("of is empty; name at least one interpreter");
            }
            if (!(constant > 0 && constant <= 1)) {
                throw new IllegalArgumentException(
                        "constant is " + constant + "; give a probability above 0 and up to 1");
            }
            Weights.checkFactor("largest", largest);
        }

        /** Thumbs as they are, and their silence of those who did something else with the answer. */
        static Settings defaults() {
            return new Settings(List.of(TechniqueChoice.of("thumb")), Propensity.RECORDED, 1, 20, Presence.ANSWER);
        }
    }

    private final Settings settings;
    private final InterpreterChain monitored;
    private final Set<Signal> provided;

    MonitoredFeedbackInterpreter(Settings settings) {
        this.settings = settings;
        this.provided = EnumSet.of(Signal.FEEDBACK_PROBABILITY);
        Map<String, FeedbackInterpreter> readers = new LinkedHashMap<>();
        for (TechniqueChoice choice : settings.of()) {
            FeedbackInterpreter reader = Interpreters.CATALOG.create(choice);
            if (reader.targets() != 1 || reader.mostTargets() != 1) {
                throw new IllegalArgumentException("of names " + choice.name()
                        + ", which compares answers; name interpreters of feedback about one");
            }
            if (reader instanceof MonitoredFeedbackInterpreter) {
                throw new IllegalArgumentException(
                        "of names " + choice.name() + " itself; name the interpreters that it monitors");
            }
            if (readers.put(choice.name(), reader) != null) {
                throw new IllegalArgumentException("of names " + choice.name() + " twice; keep one of them");
            }
            provided.addAll(reader.provides());
        }
        this.monitored = new InterpreterChain(readers);
    }

    @Override
    public Set<FeedbackKind> kinds() {
        return monitored.kinds();
    }

    @Override
    public Interpretation interpret(Statement statement, List<RolloutEvent> answers) {
        return monitored.of(statement.kind()).orElseThrow().interpreter().interpret(statement, answers);
    }

    @Override
    public double propensity(RolloutEvent answer) {
        double stated =
                switch (settings.propensity()) {
                    case RECORDED -> answer.feedbackProbability();
                    case CONSTANT -> settings.constant();
                };
        return Math.max(1 / settings.largest(), stated);
    }

    @Override
    public boolean hearsSilence(Presence seen) {
        return seen.compareTo(settings.presence()) >= 0;
    }

    @Override
    public Set<Signal> provides() {
        return Set.copyOf(provided);
    }
}
