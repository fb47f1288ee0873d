package io.thumbstream.launcher.technique;

import io.thumbstream.generator.explore.Explorers;
import io.thumbstream.lab.drift.monitor.DriftMonitors;
import io.thumbstream.lab.users.PreferenceDrifts;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.learner.advantage.AdvantageEstimators;
import io.thumbstream.learner.reward.LabelKind;
import io.thumbstream.learner.reward.RewardObjectives;
import io.thumbstream.reward.credit.CreditAssigners;
import io.thumbstream.reward.interpret.Interpreters;
import io.thumbstream.runtime.catalog.Catalog;
import io.thumbstream.runtime.catalog.Compatibility;
import io.thumbstream.runtime.catalog.Compatibility.Stage;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.catalog.Technique;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.error.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether the techniques that settings name are there and fit together.
 *
 * <p>Each service checks its own part when it starts. Only where the settings of all are at hand can it be seen that, for example, a
 * policy objective learns from thumbs while no interpreter reads them.
 */
public final class TechniqueCheck {
    private TechniqueCheck() {}

    /**
     * Refuses settings that name a technique which is not there, set one wrongly, or leave one without what it needs.
     *
     * @throws ConfigException naming the technique, what is wrong or lacking, and what would provide it
     */
    public static void check(ThumbstreamSettings settings) {
        List<String> problems =
                new ArrayList<>(Explorers.CATALOG.problems(settings.generator().explorer()));
        for (TechniqueChoice monitor : settings.drift().monitors()) {
            problems.addAll(DriftMonitors.CATALOG.problems(monitor));
        }
        problems.addAll(PreferenceDrifts.CATALOG.problems(settings.users().drift()));
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        List<Stage> chain = new ArrayList<>(settings.reward().stages());
        chain.addAll(settings.learner().stages());
        new Compatibility(Set.of(), candidates()).check(chain);
        checkCredit(settings);
        checkOwnAnswers(settings);
        checkAsking(settings);
        checkOrders(settings);
        checkStartAnswers(settings);
    }

    /** Labels of kinds that the reward objective does not learn are left out without a word. */
    private static void checkOrders(ThumbstreamSettings settings) {
        String objective = settings.learner().reward().core().objective().name();
        List<String> able = RewardObjectives.CATALOG.names().stream()
                .filter(name -> RewardObjectives.CATALOG.create(name).kinds().contains(LabelKind.BEST))
                .toList();
        for (TechniqueChoice choice : settings.reward().interpreters()) {
            if (settings.learner().rewardEnabled()
                    && !able.contains(objective)
                    && Interpreters.CATALOG.create(choice).namesBest()) {
                throw new ConfigException("feedback interpreter " + choice.name()
                        + " makes labels that name the best of several answers, which reward objective " + objective
                        + " does not learn; take learner.reward.core.objective " + String.join(" or ", able)
                        + ", or let it make pairs");
            }
        }
    }

    /** What compares with answers, or learns from answers, that nobody makes would fall back to something else, or do nothing. */
    private static void checkStartAnswers(ThumbstreamSettings settings) {
        if (settings.generator().startAnswers().perGroup() > 0) {
            return;
        }
        Stream.concat(settings.reward().stages().stream(), settings.learner().stages().stream())
                .filter(stage -> stage.needs().contains(Signal.START_ANSWERS))
                .findFirst()
                .ifPresent(stage -> {
                    throw new ConfigException(stage.name()
                            + " needs answers of the policy that learning began with, but"
                            + " generator.start-answers.per-group is 0, so that there are none; set it to 1 or more,"
                            + " or take another reference or source");
                });
    }

    /** People who wait for questions that nobody asks would never compare anything. */
    private static void checkAsking(ThumbstreamSettings settings) {
        if (settings.gateway().asking().compareWhenAsked()
                && !settings.reward().asking().isOn()) {
            throw new ConfigException(
                    "gateway.asking.compare-when-asked is true, but reward.asking.budget is 0, so that"
                            + " nobody would ever be asked to compare answers; set a budget above 0, or compare-when-asked: false");
        }
    }

    /** Co-adaptation learns from labels that only the joiner can write. */
    private static void checkOwnAnswers(ThumbstreamSettings settings) {
        if (settings.learner().rewardEnabled()
                && settings.learner().reward().core().coAdaptation().enabled()
                && !settings.reward().joiner().ownAnswers()) {
            throw new ConfigException("learner.reward.core.co-adaptation is enabled, but reward.joiner.own-answers is"
                    + " false, so that it would never hear what the reward model thinks; set own-answers: true");
        }
    }

    /** Rewards that depend on later tokens do not say what an earlier token has still to earn. */
    private static void checkCredit(ThumbstreamSettings settings) {
        TechniqueChoice advantage = settings.learner().policy().advantage();
        TechniqueChoice credit = settings.reward().credit();
        if (settings.learner().policyEnabled()
                && AdvantageEstimators.CATALOG.create(advantage).needsCausalCredit()
                && !CreditAssigners.CATALOG.create(credit).causal()) {
            List<String> causal = CreditAssigners.CATALOG.names().stream()
                    .filter(name -> CreditAssigners.CATALOG.create(name).causal())
                    .toList();
            throw new ConfigException("advantage estimator " + advantage.name()
                    + " learns from rewards to go, which are biased under credit assigner " + credit.name()
                    + ": it makes the rewards of early tokens depend on later ones; take reward.credit "
                    + String.join(" or ", causal)
                    + ", or give the estimator returns: total-return, or accept-bias: true where the bias is wanted");
        }
    }

    private static List<Stage> candidates() {
        List<Stage> candidates = new ArrayList<>();
        for (ExtensionPoint point : ExtensionPoint.all()) {
            if (Technique.class.isAssignableFrom(point.type())) {
                @SuppressWarnings("unchecked") // type() is what the catalogue makes
                Catalog<? extends Technique> catalog = (Catalog<? extends Technique>) point.catalog();
                candidates.addAll(Stage.all(catalog));
            }
        }
        return candidates;
    }
}
