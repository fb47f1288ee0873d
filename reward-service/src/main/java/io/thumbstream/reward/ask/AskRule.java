package io.thumbstream.reward.ask;

import io.thumbstream.runtime.error.ConfigException;
import java.util.Optional;

/**
 * A configured way to choose about which pairs people are asked.
 *
 * @param name of the policy, as requests give it for their reason
 * @param policy says how urgent a pair is
 * @param settings how much is asked
 */
public record AskRule(String name, AskPolicy policy, ActiveQuerySelector.Settings settings) {
    /** The same for all, so that whoever reads the topics later comes to the same. */
    private static final long SEED = 0;

    /**
     * The rule of some settings; none where nobody is asked.
     *
     * @throws ConfigException when the policy is unknown or set wrongly, also where nobody is asked
     */
    public static Optional<AskRule> of(AskingSettings settings) {
        AskPolicy policy = AskPolicies.CATALOG.create(settings.policy());
        return settings.isOn()
                ? Optional.of(new AskRule(
                        settings.policy().name(),
                        policy,
                        new ActiveQuerySelector.Settings(settings.budget(), settings.randomShare(), settings.memory())))
                : Optional.empty();
    }

    /** A selector that goes on from a state. */
    public ActiveQuerySelector selector(ActiveQuerySelector.State state) {
        return new ActiveQuerySelector(policy, settings, SEED, state);
    }
}
