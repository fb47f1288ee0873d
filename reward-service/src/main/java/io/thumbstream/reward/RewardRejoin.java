package io.thumbstream.reward;

import io.thumbstream.reward.wire.Rejoin;
import io.thumbstream.runtime.error.ConfigException;

/** The joiner, the transforms and the credit of some settings, for labels and experience that are computed once more. */
public final class RewardRejoin {
    private final RewardSettings settings;
    private final ConfiguredChain chain;

    /** @throws ConfigException when a technique is unknown, set wrongly, or lacks what it needs */
    public RewardRejoin(RewardSettings settings) {
        this.settings = settings;
        this.chain = new ConfiguredChain(settings);
    }

    /** A partition that has read nothing yet. */
    public Rejoin partition() {
        return new Rejoin(settings.joiner(), chain.interpreters(), chain.pipeline());
    }
}
