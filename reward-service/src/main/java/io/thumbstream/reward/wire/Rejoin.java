package io.thumbstream.reward.wire;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thumbstream.reward.assemble.FeedbackJoiner;
import io.thumbstream.reward.assemble.JoinerSettings;
import io.thumbstream.reward.assemble.Output;
import io.thumbstream.reward.assemble.ScoreState;
import io.thumbstream.reward.event.Event;
import io.thumbstream.reward.interpret.InterpreterChain;
import io.thumbstream.runtime.error.PoisonRecordException;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.Label;
import io.thumbstream.schemas.avro.ScoredRollout;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.state.Stores;

/**
 * Labels and experience of one partition computed once more from its rollouts and feedback, which arrive in an order of their own.
 *
 * <p>An event arrives at its event time plus a delay below the lateness bound, drawn anew for every seed; the joiner is let loose at
 * moments that are drawn as well. By its contract neither changes what comes out. Scores are not computed again: a draft gets those of
 * the recorded experience of the same group and revision. Keeps all events in memory. One thread owns it.
 */
public final class Rejoin {
    private static final int MOST_BETWEEN_RELEASES = 64;
    private static final long NANOS_PER_MICRO = 1_000;

    private final JoinerSettings settings;
    private final InterpreterChain interpreters;
    private final RewardPipeline pipeline;
    private final List<Event> events = new ArrayList<>();
    private final Map<String, Experience> recorded = new HashMap<>();
    private final Map<String, Experience> newest = new HashMap<>();
    private final Set<String> ofErased = new HashSet<>();
    private long erased;
    private long poison;

    /**
     * What came out, each in the order of its topic.
     *
     * @param refused feedback that can have no effect
     */
    public record Joined(List<Label> labels, List<Experience> experience, long refused) {
        public Joined {
            labels = List.copyOf(labels);
            experience = List.copyOf(experience);
        }
    }

    public Rejoin(JoinerSettings settings, InterpreterChain interpreters, RewardPipeline pipeline) {
        this.settings = settings;
        this.interpreters = interpreters;
        this.pipeline = pipeline;
    }

    /** Takes in raw records of the partition, of rollouts and of feedback, each topic in the order of its offsets. */
    public void read(List<ConsumerRecord<byte[], byte[]>> records, AvroSerdes serdes) {
        try (RecordReader reader = new RecordReader(serdes)) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                try {
                    reader.read(record).ifPresentOrElse(events::add, () -> passOver(record));
                } catch (PoisonRecordException unreadable) {
                    poison++;
                }
            }
        }
    }

    private void passOver(ConsumerRecord<byte[], byte[]> record) {
        erased++;
        if (record.key() != null) {
            ofErased.add(new String(record.key(), StandardCharsets.UTF_8));
        }
    }

    /** Knows the scores that a group had in one of its revisions. */
    public void scored(Experience experience) {
        recorded.put(place(experience.getGroupId(), experience.getRevision()), experience);
        newest.merge(
                experience.getGroupId(),
                experience,
                (one, other) -> other.getRevision() >= one.getRevision() ? other : one);
    }

    /** Records of people who were erased, which are missing in everything that comes out. */
    public long erased() {
        return erased;
    }

    /** Records that no service can read; they went to the dead-letter topic. */
    public long poison() {
        return poison;
    }

    /**
     * Everything once more, in the arrival order of {@code seed}.
     *
     * @param until event time up to which things take effect
     */
    public Joined run(long seed, Instant until) {
        return run(
                seed,
                until,
                draft -> Optional.ofNullable(recorded.get(
                        place(draft.group().groupId(), draft.group().revision()))));
    }

    /**
     * What stands otherwise at the end of a run with faults than at the end of everything once more: see {@link Settled}. A draft gets
     * the scores of the newest recorded revision of its group.
     *
     * @param until event time up to which things take effect
     * @param end what the run wrote
     * @return every label and group that differs, in words without contents
     */
    public List<String> differences(long seed, Instant until, Joined end) {
        Joined again = run(
                seed,
                until,
                draft -> Optional.ofNullable(newest.get(draft.group().groupId())));
        return new Settled(ofErased, pipeline.chain(), pipeline.asking().isPresent()).differences(end, again);
    }

    private Joined run(long seed, Instant until, Function<Output.Draft, Optional<Experience>> then) {
        KeyValueJoinerStore store = new KeyValueJoinerStore(
                Stores.inMemoryKeyValueStore(RewardTopology.STORE).get(), new StateSeal(Optional.empty()));
        FeedbackJoiner joiner =
                new FeedbackJoiner(settings, interpreters, store, new JoinerMeters(new SimpleMeterRegistry()));
        Sink sink = new Sink(new DraftRewards(store, pipeline), then);
        SplittableRandom random = new SplittableRandom(seed);
        long lateness = settings.lateness().toNanos() / NANOS_PER_MICRO;
        long end = ChronoUnit.MICROS.between(Instant.EPOCH, until) + lateness;
        long stream = Long.MIN_VALUE;
        int untilRelease = 1;
        for (Event event : arrival(random, lateness)) {
            joiner.accept(event);
            stream = Math.max(stream, event.timeMicros());
            untilRelease--;
            if (untilRelease == 0) {
                release(joiner, Math.min(stream, end), sink);
                store.flush();
                untilRelease = 1 + random.nextInt(MOST_BETWEEN_RELEASES);
            }
        }
        release(joiner, end, sink);
        return sink.joined();
    }

    /** The events in an order that the lateness bound allows; duplicates of one event keep theirs. */
    private List<Event> arrival(SplittableRandom random, long lateness) {
        record Arriving(long at, Event event) {}
        return events.stream()
                .map(event -> new Arriving(event.timeMicros() + (lateness == 0 ? 0 : random.nextLong(lateness)), event))
                .sorted(Comparator.comparingLong(Arriving::at))
                .map(Arriving::event)
                .toList();
    }

    private static void release(FeedbackJoiner joiner, long stream, Sink sink) {
        joiner.advance(stream, Integer.MAX_VALUE).forEach(sink::take);
    }

    private static String place(String groupId, int revision) {
        return groupId + " " + revision;
    }

    private static final class Sink {
        private final DraftRewards rewards;
        private final Function<Output.Draft, Optional<Experience>> recorded;
        private final List<Label> labels = new ArrayList<>();
        private final List<Experience> experience = new ArrayList<>();
        private long refused;

        /** @param recorded experience whose scores a draft gets */
        Sink(DraftRewards rewards, Function<Output.Draft, Optional<Experience>> recorded) {
            this.rewards = rewards;
            this.recorded = recorded;
        }

        void take(Output output) {
            if (output instanceof Output.Labelled labelled) {
                labels.add(rewards.label(labelled.label()));
            } else if (output instanceof Output.Draft draft) {
                DraftRewards.Rewarded rewarded = rewards.reward(draft, scores(draft));
                experience.add(rewarded.experience());
                labels.addAll(rewarded.own());
            } else if (output instanceof Output.Refused) {
                refused++;
            }
        }

        /** As in the service: a group with any answer that lacks a score is scored as a whole. */
        private Map<String, ScoreState> scores(Output.Draft draft) {
            Map<String, ScoreState> scores = new HashMap<>();
            if (draft.rollouts().stream().anyMatch(state -> state.score() == null)) {
                recorded.apply(draft).ifPresent(then -> scores(then, scores));
            }
            return scores;
        }

        private static void scores(Experience then, Map<String, ScoreState> scores) {
            for (ScoredRollout rollout : then.getRollouts()) {
                rollout.getScore()
                        .ifPresent(score -> scores.put(
                                rollout.getRolloutId(),
                                new ScoreState(
                                        score, rollout.getScoreUncertainty().orElse(0.0), then.getRewardVersion())));
            }
        }

        Joined joined() {
            return new Joined(labels, experience, refused);
        }
    }
}
