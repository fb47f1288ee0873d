package io.thumbstream.launcher.chaos;

import io.thumbstream.launcher.serve.ServedPart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All parts as child processes, and whoever starts those again that ended by themselves. One thread owns it. */
final class Fleet implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);
    private static final Duration END_WITHIN = Duration.ofSeconds(45);
    /** Whoever takes longer to end when it shall start again is killed. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Those that go first when all end: they still use the others. */
    private static final List<ServedPart> SERVICES =
            List.of(ServedPart.GATEWAY, ServedPart.GENERATOR, ServedPart.REWARD, ServedPart.LEARNER);

    private final Map<ServedPart, Child> children = new EnumMap<>(ServedPart.class);
    private long revived;

    /**
     * Parts that are not started.
     *
     * @param commands command line of each
     * @param logs directory that exists
     */
    Fleet(List<ServedPart> parts, Function<ServedPart, List<String>> commands, Path logs) {
        parts.forEach(
                part -> children.put(part, new Child(part, commands.apply(part), logs.resolve(part.key() + ".log"))));
    }

    void start(ServedPart part) throws InterruptedException {
        child(part).start(PATIENCE);
    }

    void perform(Deed deed) throws InterruptedException {
        Child child = child(deed.part());
        switch (deed.verb()) {
            case KILL -> child.kill();
            case FREEZE -> child.freeze();
            case THAW -> child.thaw();
            case END -> child.end();
            case START -> child.start(PATIENCE);
            case FORGET, REBUILD ->
                throw new IllegalArgumentException(deed + " is done for a person, not to a process");
        }
    }

    /** Ends {@code part} and lets {@code errand} take its place until it is done; whatever is done to the part is done to it. */
    void send(ServedPart part, Child.Errand errand) throws InterruptedException {
        child(part).send(errand, PATIENCE);
    }

    /**
     * Starts again whoever ended by itself, as a supervisor would, and tells {@code listener}; a part whose errand is done comes back
     * without a word.
     */
    void revive(Consumer<ServedPart> listener) throws InterruptedException {
        for (Child child : children.values()) {
            if (child.missing() && child.errandDone()) {
                child.start(PATIENCE);
            } else if (child.missing()) {
                revived++;
                LOG.atWarn()
                        .addKeyValue("part", child.part().key())
                        .addKeyValue("log", child.log())
                        .log("a part ended by itself and is started again");
                child.start(PATIENCE);
                listener.accept(child.part());
            }
        }
    }

    /** Whether {@code part} has a process now. */
    boolean runs(ServedPart part) {
        return child(part).runs();
    }

    /** Lets {@code part} write no more: see {@link Child#confine}. Gives why that cannot be done here; empty when it is done. */
    Optional<String> confine(ServedPart part, long bytes) throws InterruptedException {
        return child(part).confine(bytes);
    }

    /** How often a part that ended by itself was started again. */
    long revived() {
        return revived;
    }

    Path log(ServedPart part) {
        return child(part).log();
    }

    /** Asks all to end, services first, and kills whoever does not in time. */
    void end() throws InterruptedException {
        for (Child child : children.values()) {
            child.thaw();
        }
        SERVICES.forEach(part -> child(part).end());
        for (ServedPart part : SERVICES) {
            child(part).awaitEnd(END_WITHIN);
        }
        for (ServedPart part : List.of(ServedPart.REGISTRY, ServedPart.BROKER)) {
            child(part).end();
            child(part).awaitEnd(END_WITHIN);
        }
    }

    private Child child(ServedPart part) {
        Child child = children.get(part);
        if (child == null) {
            throw new IllegalArgumentException("the " + part.key() + " is not part of this run");
        }
        return child;
    }

    /** Kills whoever still runs. */
    @Override
    public void close() {
        boolean interrupted = false;
        for (Child child : children.values()) {
            try {
                child.kill();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
