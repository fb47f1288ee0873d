package io.thumbstream.generator.wire;

import io.thumbstream.generator.policy.ReferencePolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What every group in work writes with.
 *
 * @param reference tells how likely finished answers are under it; empty when records do not say
 */
public record Desk(
        AnswerSink sink,
        AnswerCodec codec,
        PromptIntake intake,
        GeneratorMeters meters,
        Clock clock,
        Duration chunkInterval,
        LongSupplier newestVersion,
        Optional<ReferencePolicy> reference) {}
