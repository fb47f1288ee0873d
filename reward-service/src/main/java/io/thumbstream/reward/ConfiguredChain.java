package io.thumbstream.reward;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.reward.ask.AskPolicies;
import io.thumbstream.reward.ask.AskRule;
import io.thumbstream.reward.credit.CreditAssigner;
import io.thumbstream.reward.credit.CreditAssigners;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.interpret.FeedbackInterpreter;
import io.thumbstream.reward.interpret.InterpreterChain;
import io.thumbstream.reward.interpret.Interpreters;
import io.thumbstream.reward.transform.RewardChain;
import io.thumbstream.reward.transform.RewardTransform;
import io.thumbstream.reward.transform.Transforms;
import io.thumbstream.reward.wire.RewardPipeline;
import io.thumbstream.runtime.catalog.Compatibility;
import io.thumbstream.runtime.catalog.Compatibility.Stage;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.error.ConfigException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The techniques of the settings, created and checked to fit together. */
final class ConfiguredChain {
    /** What rollouts and the reward model's score bring before any stage. */
    private static final Stage SOURCE = new Stage(
            "rollouts and scores",
            Set.of(),
            Set.of(
                    Signal.BEHAVIOUR_LOG_PROBS,
                    Signal.GROUP,
                    Signal.START_ANSWERS,
                    Signal.SCORE,
                    Signal.SCORE_VARIANCE,
                    Signal.REWARD,
                    Signal.FEEDBACK_PROBABILITY,
                    Signal.USER_KEY,
                    Signal.DELAY));

    private final List<Stage> stages;
    private final InterpreterChain interpreters;
    private final RewardPipeline pipeline;

    /** @throws ConfigException when a technique is unknown, set wrongly, or lacks what it needs */
    ConfiguredChain(RewardSettings settings) {
        List<Stage> stages = new ArrayList<>();
        stages.add(SOURCE);
        Map<String, FeedbackInterpreter> readers = new LinkedHashMap<>();
        for (TechniqueChoice choice : settings.interpreters()) {
            FeedbackInterpreter reader = Interpreters.CATALOG.create(choice);
            if (readers.put(choice.name(), reader) != null) {
                throw new ConfigException("reward.interpreters names '" + choice.name() + "' twice; keep one of them");
            }
            stages.add(Stage.of(Interpreters.CATALOG, choice.name(), reader));
        }
        List<RewardChain.Step> steps = new ArrayList<>();
        for (TechniqueChoice choice : settings.transforms()) {
            RewardTransform transform = Transforms.CATALOG.create(choice);
            steps.add(new RewardChain.Step(choice.name(), trace(choice), transform));
            stages.add(Stage.of(Transforms.CATALOG, choice.name(), transform));
        }
        CreditAssigner credit = CreditAssigners.CATALOG.create(settings.credit());
        stages.add(Stage.of(CreditAssigners.CATALOG, settings.credit().name(), credit));
        Optional<AskRule> asking = AskRule.of(settings.asking());
        asking.ifPresent(rule -> stages.add(Stage.of(AskPolicies.CATALOG, rule.name(), rule.policy())));
        new Compatibility(Set.of(), candidates()).check(stages);
        this.stages = List.copyOf(stages);
        try {
            this.interpreters = new InterpreterChain(readers);
        } catch (IllegalArgumentException clash) {
            throw new ConfigException("reward.interpreters: " + clash.getMessage());
        }
        requireHeard(settings, interpreters.kinds());
        this.pipeline = new RewardPipeline(
                settings.publishedName(),
                new RewardChain(steps),
                credit,
                settings.joiner().ownAnswers(),
                asking);
    }

    /** Neither silence nor answers to questions may be of kinds that nothing reads. */
    private static void requireHeard(RewardSettings settings, Set<FeedbackKind> read) {
        if (!read.containsAll(settings.joiner().silence())) {
            throw new ConfigException(
                    "reward.joiner.silence is " + settings.joiner().silence()
                            + ", but interpreters read only " + new TreeSet<>(read)
                            + "; what is not read would always count as silent: name only kinds that are read");
        }
        if (settings.asking().isOn() && !read.contains(FeedbackKind.PAIR)) {
            throw new ConfigException(
                    "reward.asking.budget is " + settings.asking().budget()
                            + ", but interpreters read only " + new TreeSet<>(read)
                            + "; answers to what people are asked would never count: add pair to reward.interpreters");
        }
    }

    private static String trace(TechniqueChoice choice) {
        ObjectNode effective = Transforms.CATALOG.defaults(choice.name());
        choice.settings().properties().forEach(entry -> effective.set(entry.getKey(), entry.getValue()));
        return choice.name() + " " + effective;
    }

    private static List<Stage> candidates() {
        List<Stage> known = new ArrayList<>(Stage.all(Interpreters.CATALOG));
        known.addAll(Stage.all(Transforms.CATALOG));
        return known;
    }

    /** Everything that is there before the first technique, then the techniques in order. */
    List<Stage> stages() {
        return stages;
    }

    InterpreterChain interpreters() {
        return interpreters;
    }

    RewardPipeline pipeline() {
        return pipeline;
    }
}
