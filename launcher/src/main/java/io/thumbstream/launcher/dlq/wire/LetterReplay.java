package io.thumbstream.launcher.dlq.wire;

import io.thumbstream.lab.trace.Position;
import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.dlq.letter.Letter;
import io.thumbstream.launcher.dlq.letter.ReplayPlan;
import io.thumbstream.launcher.dlq.letter.Selection;
import io.thumbstream.schemas.TopicSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sends dead letters of one topic back. The replay itself is the mark that a letter was replayed: it names the letter in a header, and
 * lies behind the letter's source in the same partition.
 */
public final class LetterReplay {
    private final TopicReader topics;
    private final TopicSpec<?> source;
    private final Progress progress;

    /** Replays letters of {@code source}, whose dead-letter topic exists beside it. */
    public LetterReplay(TopicReader topics, TopicSpec<?> source, Progress progress) {
        this.topics = topics;
        this.source = source;
        this.progress = progress;
    }

    /**
     * What is to be done with the letters that {@code selection} means.
     *
     * @param again whether those are sent too that were, or may have been, replayed before
     */
    public ReplayPlan plan(Selection selection, boolean again) {
        List<ReplayPlan.Candidate> candidates = new ArrayList<>();
        String letters = source.deadLetterName();
        progress.phase("reading " + letters, topics.size(letters));
        topics.read(
                letters,
                record -> {
                    Letter letter = LetterHeaders.letter(record);
                    if (selection.matches(letter)) {
                        candidates.add(new ReplayPlan.Candidate(letter.at(), letter.source()));
                    }
                },
                progress::done);
        Map<Integer, TopicReader.Bounds> bounds = topics.bounds(source.name());
        Map<Integer, Long> beginnings = new HashMap<>();
        bounds.forEach((partition, found) -> beginnings.put(partition, found.first()));
        return ReplayPlan.of(candidates, source.name(), replayed(candidates, bounds), beginnings, again);
    }

    /** Letters that the source topic holds the replay of. */
    private Set<String> replayed(List<ReplayPlan.Candidate> candidates, Map<Integer, TopicReader.Bounds> bounds) {
        Map<Integer, Long> from = new HashMap<>();
        candidates.stream()
                .map(ReplayPlan.Candidate::source)
                .flatMap(Optional::stream)
                .filter(at -> at.topic().equals(source.name()) && bounds.containsKey(at.partition()))
                .forEach(at -> from.merge(at.partition(), start(at, bounds), Math::min));
        progress.phase(
                "looking for replays in " + source.name(),
                from.entrySet().stream()
                        .mapToLong(start -> end(start.getKey(), bounds) - start.getValue())
                        .sum());
        Set<String> replayed = new HashSet<>();
        topics.read(
                source.name(),
                from,
                bounds,
                record -> LetterHeaders.replayOf(record).ifPresent(replayed::add),
                progress::done);
        return replayed;
    }

    /** Behind the source; where the topic ends before it, it was made anew, and a replay may lie anywhere. */
    private static long start(Position source, Map<Integer, TopicReader.Bounds> bounds) {
        TopicReader.Bounds found = bounds.getOrDefault(source.partition(), TopicReader.Bounds.NONE);
        return source.offset() >= found.end() ? found.first() : Math.max(found.first(), source.offset() + 1);
    }

    private static long end(int partition, Map<Integer, TopicReader.Bounds> bounds) {
        return bounds.getOrDefault(partition, TopicReader.Bounds.NONE).end();
    }

    /** Sends what {@code plan} says through {@code resender}, which has begun before the plan was made. */
    public void send(ReplayPlan plan, Resender resender) {
        Map<Position, Position> sources = new HashMap<>();
        for (ReplayPlan.Candidate letter : plan.toSend()) {
            letter.source().ifPresent(from -> sources.put(letter.at(), from));
        }
        progress.phase("sending to " + source.name(), sources.size());
        topics.read(
                source.deadLetterName(),
                record -> {
                    Position from = sources.get(LetterHeaders.position(record));
                    if (from != null) {
                        resender.send(record, from);
                        progress.done(resender.acknowledged());
                    }
                },
                passed -> {});
        resender.finish();
        progress.done(resender.acknowledged());
    }
}
