package io.thumbstream.bench.wire;

import io.thumbstream.bench.Measured;
import io.thumbstream.schemas.avro.FinishReason;
import io.thumbstream.schemas.avro.Lane;
import io.thumbstream.schemas.avro.Message;
import io.thumbstream.schemas.avro.Rollout;
import io.thumbstream.schemas.avro.VersionSpan;
import io.thumbstream.schemas.seal.FileVault;
import io.thumbstream.schemas.seal.PersonalFields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One answer of 64 tokens: as Avro and back, and its personal fields sealed and opened. */
@State(Scope.Thread)
public class RolloutBenchmark extends Measured {
    private static final int TOKENS = 64;

    private final Path keys = fresh();
    private final FileVault vault = new FileVault(keys, Clock.systemUTC());
    private final PersonalFields<Rollout> personal = PersonalFields.of(Rollout.class, Rollout.getClassSchema());
    private final Rollout rollout = rollout();
    private final ByteBuffer encoded = encoded(rollout);
    private final Rollout sealed = personal.sealed(rollout, vault);

    private static Path fresh() {
        try {
            return Files.createTempDirectory("thumbstream-jmh-");
        } catch (IOException e) {
            throw new UncheckedIOException("no directory can be made for temporary files; make room there", e);
        }
    }

    private static Rollout rollout() {
        Instant at = Instant.EPOCH;
        return Rollout.newBuilder()
                .setRolloutId("group.0")
                .setGroupId("group")
                .setPromptId("prompt")
                .setIndex(0)
                .setGroupSize(4)
                .setLane(Lane.INTERACTIVE)
                .setMessages(List.of(new Message("user", "where is my order, it should have come on monday")))
                .setPromptTokens(IntStream.range(0, TOKENS / 2).boxed().toList())
                .setTokens(IntStream.range(0, TOKENS).boxed().toList())
                .setText("your order has left our house and will be with you tomorrow before noon, sorry for the wait")
                .setBehaviourLogProbs(Collections.nCopies(TOKENS, -1.5f))
                .setEntropies(Collections.nCopies(TOKENS, 2.5f))
                .setVersionSpans(List.of(new VersionSpan(0, TOKENS, 7L)))
                .setDisplayed(true)
                .setFinishReason(FinishReason.STOP)
                .setUserKey("ann")
                .setCreatedAt(at)
                .setCompletedAt(at)
                .build();
    }

    private static ByteBuffer encoded(Rollout rollout) {
        try {
            return rollout.toByteBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException("an answer cannot be written as Avro", e);
        }
    }

    @Benchmark
    public ByteBuffer encode() {
        return encoded(rollout);
    }

    @Benchmark
    public Rollout decode() throws IOException {
        return Rollout.fromByteBuffer(encoded.duplicate());
    }

    @Benchmark
    public Rollout seal() {
        return personal.sealed(rollout, vault);
    }

    @Benchmark
    public PersonalFields.Opened<Rollout> open() {
        return personal.opened(sealed, Rollout.getClassSchema(), vault);
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        try (Stream<Path> all = Files.walk(keys)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
