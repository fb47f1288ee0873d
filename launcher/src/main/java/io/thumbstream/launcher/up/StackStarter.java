package io.thumbstream.launcher.up;

import io.thumbstream.gateway.access.RateSettings;
import io.thumbstream.launcher.votes.RunningSystem;
import io.thumbstream.launcher.votes.SystemStarter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Starts a stack for recorded votes: on free ports, without simulated users and limits per person, and with a resting policy. */
public final class StackStarter implements SystemStarter {
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);

    private final UnaryOperator<ThumbstreamSettings> change;
    private final Consumer<String> progress;

    /**
     * @param change last word on the settings
     * @param progress told what is being started
     */
    public StackStarter(UnaryOperator<ThumbstreamSettings> change, Consumer<String> progress) {
        this.change = change;
        this.progress = progress;
    }

    @Override
    public RunningSystem start(Path dataDir, OptionalLong seed) {
        ThumbstreamSettings base = ThumbstreamSettings.defaults();
        ThumbstreamSettings own = base.apart(dataDir.toString(), seed.orElse(base.seed()));
        ThumbstreamSettings settings = own.withLearner(base.learner().forRecordedVotes())
                .withGateway(own.gateway().withRates(RateSettings.recorded()));
        return Stack.start(change.apply(settings), progress, READY_WITHIN);
    }
}
