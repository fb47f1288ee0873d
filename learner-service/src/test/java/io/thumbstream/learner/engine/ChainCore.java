package io.thumbstream.learner.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A learner whose weights are a hash chain over everything a step may depend on. */
final class ChainCore implements LearnerCore<Long> {
    static final int BATCH = 3;

    private final Crash.Plan crash;
    private final Map<String, InputRecord<Long>> buffer = new TreeMap<>();
    private long weights = 17;

    ChainCore(Crash.Plan crash) {
        this.crash = crash;
    }

    @Override
    public void accept(InputRecord<Long> record) {
        InputRecord<Long> known = buffer.get(record.id());
        if (known == null || known.revision() < record.revision()) {
            buffer.put(record.id(), record);
        }
    }

    @Override
    public Optional<StepPlan<Long>> plan(StepContext context) {
        if (buffer.size() < BATCH) {
            return Optional.empty();
        }
        List<StepInput<Long>> inputs = buffer.values().stream()
                .sorted((a, b) -> Long.compare(a.value(), b.value()))
                .limit(BATCH)
                .map(StepInput::of)
                .toList();
        return Optional.of(new StepPlan<>(context, inputs));
    }

    @Override
    public StepOutcome apply(StepPlan<Long> plan) {
        crash.at(CrashPoint.BEFORE_APPLY);
        weights = weights * 1_000_003 + plan.context().seed();
        for (InputRecord<Long> record : plan.records()) {
            weights = weights * 31 + record.value() * record.revision();
            buffer.remove(record.id());
        }
        crash.at(CrashPoint.AFTER_APPLY);
        return new StepOutcome(Optional.empty(), BATCH, 0, Map.of());
    }

    @Override
    public List<StepInput<Long>> revised(List<StepInput<Long>> inputs) {
        return inputs;
    }

    @Override
    public void snapshot(Path dir) {
        write(dir.resolve("weights"), Long.toString(weights));
        crash.at(CrashPoint.WITHIN_CHECKPOINT);
        List<String> lines = new ArrayList<>();
        buffer.values()
                .forEach(record -> lines.add(
                        record.position().partition() + " " + record.position().offset()));
        write(dir.resolve("buffer"), String.join("\n", lines));
    }

    @Override
    public void restore(Path dir, InputLookup<Long> lookup) {
        try {
            weights = Long.parseLong(Files.readString(dir.resolve("weights"), StandardCharsets.UTF_8));
            List<Position> positions = new ArrayList<>();
            for (String line : Files.readAllLines(dir.resolve("buffer"), StandardCharsets.UTF_8)) {
                String[] parts = line.split(" ");
                positions.add(new Position(MemoryWorld.TOPIC, Integer.parseInt(parts[0]), Long.parseLong(parts[1])));
            }
            buffer.clear();
            lookup.read(positions).values().forEach(this::accept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void export(Path dir) {
        crash.at(CrashPoint.WITHIN_EXPORT);
        write(dir.resolve("model.safetensors"), Long.toString(weights));
    }

    @Override
    public String digest() {
        return Long.toHexString(weights);
    }

    @Override
    public void close() {}

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
