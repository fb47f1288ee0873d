package io.thumbstream.launcher.compose;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.launcher.loop.LearnerPair;
import io.thumbstream.launcher.loop.Learners;
import io.thumbstream.launcher.loop.OwnJudgements;
import io.thumbstream.launcher.loop.RewardSide;
import io.thumbstream.launcher.technique.TechniqueCheck;
import io.thumbstream.launcher.up.Folders;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.runtime.config.ConfigLoader;
import io.thumbstream.runtime.config.ConfigSources;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Tries compositions one after the other: settings through the strict reader and the check that {@code up} makes, then both learners live,
 * then both again from what was recorded, from the beginning and from a snapshot. One thread owns it.
 */
final class CompositionRun {
    private final TinyStream stream;
    private final int steps;
    private final Path scratch;
    private final Function<ThumbstreamSettings, LearnerPair> start;

    /**
     * A run on {@code stream}.
     *
     * @param steps steps of the policy in each composition, at least 2
     * @param scratch directory for settings and snapshots; each composition removes its own
     */
    CompositionRun(TinyStream stream, int steps, Path scratch, Clock clock) {
        this(stream, steps, scratch, settings -> learners(settings, stream, clock));
    }

    /**
     * The same with other learners.
     *
     * @param start makes learners that have heard nothing; called for each run of a composition
     */
    CompositionRun(TinyStream stream, int steps, Path scratch, Function<ThumbstreamSettings, LearnerPair> start) {
        this.stream = stream;
        this.steps = steps;
        this.scratch = scratch;
        this.start = start;
    }

    private static LearnerPair learners(ThumbstreamSettings settings, TinyStream stream, Clock clock) {
        try {
            return Learners.reading(settings, stream.base(), stream.reader(), new TinyWords(), clock);
        } catch (IOException e) {
            throw new UncheckedIOException("the models of the stream cannot be read", e);
        }
    }

    Outcome run(Composition composition) throws IOException {
        Path own = Files.createDirectories(scratch.resolve(composition.name()));
        try {
            return run(composition, settings(composition, own), own);
        } catch (ConfigException refusal) {
            return Outcome.refused(composition, refusal.problems());
        } finally {
            Folders.delete(own);
        }
    }

    /** The settings as {@code up --config} would read them. */
    private static ThumbstreamSettings settings(Composition composition, Path directory) throws IOException {
        Path file = directory.resolve(composition.name() + ".yaml");
        write(composition, file);
        ThumbstreamSettings settings = ConfigLoader.load(
                        ThumbstreamSettings.class,
                        ThumbstreamSettings.defaults(),
                        new ConfigSources(List.of(file), Map.of(), List.of()))
                .value();
        TechniqueCheck.check(settings);
        return settings;
    }

    /** Writes the settings as a file for {@code --config}. */
    static void write(Composition composition, Path file) throws IOException {
        new YAMLMapper().writeValue(file.toFile(), composition.settings());
    }

    private Outcome run(Composition composition, ThumbstreamSettings settings, Path own) throws IOException {
        List<Outcome.Fault> faults = new ArrayList<>();
        int policySteps = 0;
        int rewardSteps = 0;
        SeededRandom random = new SeededRandom(composition.number()).child("statements");
        try (LearnerPair learners = start.apply(settings)) {
            RewardSide side = new RewardSide(settings, new Statements(), TinyStream.ASKED, random);
            LiveRun live = new LiveRun(stream, side, new OwnJudgements(settings), learners, settings);
            live.run(steps, own.resolve("snapshot"));
            policySteps = live.policySteps();
            rewardSteps = live.rewardSteps();
            faults.addAll(live.faults());
            compare(settings, live, learners.digest(), own.resolve("snapshot"), faults);
        } catch (ConfigException refusal) {
            throw refusal;
        } catch (RuntimeException crash) {
            // whatever a technique throws is what this command is there to find, and the next composition is to be
            // tried
            faults.add(new Outcome.Fault(Outcome.Kind.CRASHED, crash.toString()));
        }
        return new Outcome(composition, List.of(), policySteps, rewardSteps, faults);
    }

    private void compare(
            ThumbstreamSettings settings, LiveRun live, String digest, Path snapshot, List<Outcome.Fault> faults) {
        try (LearnerPair again = start.apply(settings)) {
            live.recording().replay(0, again);
            if (!again.digest().equals(digest)) {
                faults.add(new Outcome.Fault(Outcome.Kind.REPLAY_DIFFERS, again.digest() + " instead of " + digest));
            }
        }
        if (live.snapshotAt() == 0) {
            return;
        }
        try (LearnerPair resumed = start.apply(settings)) {
            resumed.restore(
                    snapshot, live.recording().labels(), live.recording().groups());
            live.recording().replay(live.snapshotAt(), resumed);
            if (!resumed.digest().equals(digest)) {
                faults.add(new Outcome.Fault(Outcome.Kind.RESUME_DIFFERS, resumed.digest() + " instead of " + digest));
            }
        }
    }
}
