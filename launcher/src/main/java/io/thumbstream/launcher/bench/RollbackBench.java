package io.thumbstream.launcher.bench;

import io.thumbstream.lab.drive.GoldRecorder;
import io.thumbstream.lab.drive.SimulatedUsers;
import io.thumbstream.lab.tasks.SupportTask;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.up.Stack;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.learner.wire.KafkaRollback;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;

/**
 * How long generators take to follow a rollback, in a whole system that simulated users keep busy.
 *
 * <p>Time runs from before the call that announces the version to the moment the sampler holds it for its next token.
 */
final class RollbackBench {
    private static final Duration READY_WITHIN = Duration.ofSeconds(120);
    private static final Duration VERSIONS_WITHIN = Duration.ofMinutes(3);
    private static final Duration FOLLOW_WITHIN = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(1);
    private static final int WINDOW_VOTES = 100;
    private static final long FIRST = 1;
    private static final long ENOUGH = 4;
    private static final double NANOS = 1e9;

    private final ThumbstreamSettings settings;
    private final int times;

    RollbackBench(ThumbstreamSettings settings, int times) {
        this.settings = settings;
        this.times = times;
    }

    /**
     * Seconds of every way back and forward again, in their order.
     *
     * @throws TransientException when a version is not followed, or none is published
     */
    List<Double> run(Path directory, Progress progress) throws IOException {
        ThumbstreamSettings apart = settings.apart(directory.toString(), settings.seed());
        List<Double> seconds = new ArrayList<>();
        try (Stack stack = Stack.start(apart, text -> {}, READY_WITHIN);
                GoldRecorder gold = new GoldRecorder(directory.resolve("gold.jsonl"), WINDOW_VOTES);
                SimulatedUsers users = new SimulatedUsers(
                        apart.users(), stack.gateway(), SupportTask.load(), gold, Clock.systemUTC());
                KafkaRollback rollback = rollback(stack.kafka(), apart.gateway().modelName())) {
            progress.phase("versions", ENOUGH);
            users.start();
            await(stack, version -> version >= ENOUGH, VERSIONS_WITHIN);
            progress.done(ENOUGH);
            progress.phase("ways back and forward", times);
            for (int done = 1; done <= times; done++) {
                seconds.add(followed(stack, () -> rollback.back(FIRST).version()));
                seconds.add(followed(stack, () -> rollback.forward().version()));
                progress.done(done);
            }
        }
        return seconds;
    }

    private static KafkaRollback rollback(KafkaSettings kafka, String model) {
        AvroSerdes serdes = new AvroSerdes(kafka.schemaRegistryUrl(), kafka.schemaRegistry());
        return new KafkaRollback(kafka, serdes, Topics.POLICY_VERSIONS, "policy/" + model, Clock.systemUTC());
    }

    private interface Announcement {
        /** Announces a version and tells which. */
        long announce();
    }

    /** A version that the learner published just before a way back may be served in between; a later one is followed too. */
    private static double followed(Stack stack, Announcement call) {
        long began = System.nanoTime();
        long wanted = call.announce();
        await(stack, version -> wanted == FIRST ? version == FIRST : version >= wanted, FOLLOW_WITHIN);
        return (System.nanoTime() - began) / NANOS;
    }

    private static void await(Stack stack, LongPredicate reached, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        while (!reached.test(stack.policyServed())) {
            if (System.nanoTime() - deadline > 0 || !stack.alive()) {
                throw new TransientException("the generator serves version " + stack.policyServed() + " after "
                        + within.toSeconds() + " s and not the one that is waited for; the log says why");
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }
}
