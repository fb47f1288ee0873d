package io.thumbstream.generator.wire;

import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/** What every group in work writes with. */
public record Desk(
        AnswerSink sink,
        AnswerCodec codec,
        PromptIntake intake,
        GeneratorMeters meters,
        Clock clock,
        Duration chunkInterval,
        LongSupplier newestVersion) {}
