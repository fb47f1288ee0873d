package io.thumbstream.lab.drive;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.lab.tasks.Attribute;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps the hidden truth about displayed answers for the report: means per stretch of votes in memory, every answer as a line
 * of JSON in a file. None of it ever reaches a topic.
 *
 * <p>Safe for use by several threads.
 */
public final class GoldRecorder implements AutoCloseable {
    private final ObjectMapper json = new ObjectMapper();
    private final Object lock = new Object();
    private final Map<Long, Sums> windows = new TreeMap<>();
    private final long windowVotes;
    private final BufferedWriter file;

    /** Records into a file that is made anew, with windows of so many votes. */
    public GoldRecorder(Path path, long windowVotes) {
        if (windowVotes < 1) {
            throw new IllegalArgumentException("A window holds " + windowVotes + " votes; give at least 1");
        }
        this.windowVotes = windowVotes;
        try {
            Path parent = path.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            this.file = Files.newBufferedWriter(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write gold utilities to " + path + "; choose another directory", e);
        }
    }

    /** Adds one displayed answer. */
    public void record(GoldSample sample) {
        synchronized (lock) {
            windows.computeIfAbsent(sample.votes() / windowVotes, index -> new Sums())
                    .add(sample);
            try {
                file.write(line(sample));
                file.newLine();
            } catch (IOException e) {
                throw new UncheckedIOException("A gold utility could not be written; free some disk space", e);
            }
        }
    }

    /** Returns all windows that hold answers, oldest first. */
    public List<GoldWindow> windows() {
        synchronized (lock) {
            List<GoldWindow> result = new ArrayList<>();
            windows.forEach((index, sums) -> result.add(sums.window(index * windowVotes, windowVotes)));
            return result;
        }
    }

    /** Returns the window over answers displayed between two vote counts, rounded outwards to whole windows. */
    public GoldWindow between(long fromVotes, long toVotes) {
        synchronized (lock) {
            Sums all = new Sums();
            windows.forEach((index, sums) -> {
                if ((index + 1) * windowVotes > fromVotes && index * windowVotes < toVotes) {
                    all.add(sums);
                }
            });
            return all.window(fromVotes, toVotes - fromVotes);
        }
    }

    /** Writes what is buffered. */
    public void flush() {
        synchronized (lock) {
            try {
                file.flush();
            } catch (IOException e) {
                throw new UncheckedIOException("Gold utilities could not be written; free some disk space", e);
            }
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException("Gold utilities could not be written; free some disk space", e);
            }
        }
    }

    private String line(GoldSample sample) {
        ObjectNode node = json.createObjectNode();
        node.put("at", sample.at().toString());
        node.put("votes", sample.votes());
        node.put("policy_version", sample.policyVersion());
        node.put("intent", sample.intent().name());
        node.put("held_out", sample.intent().heldOut());
        node.put("utility", sample.utility());
        node.put("correctness", sample.grade().correctness());
        node.put("malformed", sample.grade().malformed());
        node.put("words", sample.grade().words());
        for (Attribute attribute : Attribute.values()) {
            node.put(attribute.key(), sample.grade().style(attribute));
        }
        return node.toString();
    }

    /** Running sums of one window. */
    private static final class Sums {
        private long answers;
        private double sum;
        private double squares;
        private double correctness;
        private long newestPolicy;

        void add(GoldSample sample) {
            answers++;
            sum += sample.utility();
            squares += sample.utility() * sample.utility();
            correctness += sample.grade().correctness();
            newestPolicy = Math.max(newestPolicy, sample.policyVersion());
        }

        void add(Sums other) {
            answers += other.answers;
            sum += other.sum;
            squares += other.squares;
            correctness += other.correctness;
            newestPolicy = Math.max(newestPolicy, other.newestPolicy);
        }

        GoldWindow window(long from, long length) {
            double mean = answers == 0 ? 0 : sum / answers;
            double variance = answers < 2 ? 0 : Math.max(0, (squares - answers * mean * mean) / (answers - 1));
            return new GoldWindow(
                    from,
                    from + length,
                    answers,
                    mean,
                    answers < 2 ? 0 : Math.sqrt(variance / answers),
                    answers == 0 ? 0 : correctness / answers,
                    newestPolicy);
        }
    }
}
