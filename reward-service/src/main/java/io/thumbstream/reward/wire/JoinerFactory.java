package io.thumbstream.reward.wire;

import io.thumbstream.reward.assemble.JoinerSettings;
import io.thumbstream.reward.assemble.StallGuard;
import io.thumbstream.reward.head.ScorerHolder;
import io.thumbstream.reward.interpret.InterpreterChain;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Everything the joiners of all partitions share.
 *
 * @param scorer reward model in use, swapped from outside
 * @param time time of day, which records may not be ahead of
 * @param nanos nanoseconds that pass, from any beginning, as told by a clock that nobody sets
 */
public record JoinerFactory(
        JoinerSettings settings,
        ProcessorSettings pace,
        InterpreterChain interpreters,
        RewardPipeline pipeline,
        ScorerHolder scorer,
        JoinerMeters meters,
        BrokerTime time,
        LongSupplier nanos) {
    private static final long NANOS_PER_MICRO = 1_000;

    PartitionJoiner joiner(KeyValueJoinerStore store) {
        return new PartitionJoiner(settings, interpreters, pace.idleGrace(), store, meters, passedMicros());
    }

    /** Microseconds that have passed since some beginning; only differences mean anything. */
    long passedMicros() {
        return nanos.getAsLong() / NANOS_PER_MICRO;
    }

    OutputWriter writer(ProcessorContext<Object, Object> context, KeyValueJoinerStore store) {
        return new OutputWriter(
                context,
                time,
                store,
                new DraftScorer(scorer, pace.scoreBatch()),
                pipeline,
                meters,
                settings.stall().significance());
    }

    /** Tells the metrics about a partition that comes or goes while its feedback stream is stalled. */
    void reportStall(StallGuard guard, boolean here) {
        if (guard.stalled(settings.stall())) {
            meters.stalled(here);
        }
    }
}
