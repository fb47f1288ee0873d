package io.thumbstream.lab.drift.signal;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What length has to do with rewards, and with the rise of scores since the first window. */
final class LengthAudit implements DriftSignal {
    private final int answers;
    private final int bucket;
    private Sums sums = new Sums(0, 0, 0, 0);
    private Map<Integer, Bucket> first = Map.of();
    private final Map<Integer, Bucket> window = new TreeMap<>();

    /**
     * Without answers so far.
     *
     * @param answers answers per number
     * @param bucket width of a bucket of lengths, unit tokens
     */
    LengthAudit(int answers, int bucket) {
        this.answers = answers;
        this.bucket = bucket;
    }

    /** Squares and products of lengths {@code x} and rewards {@code y}, each less the mean of its group. */
    private record Sums(long count, double xx, double xy, double yy) {
        Sums plus(double x, double y) {
            return new Sums(count + 1, xx + x * x, xy + x * y, yy + y * y);
        }
    }

    private record Bucket(long count, double total) {
        Bucket plus(Bucket other) {
            return new Bucket(count + other.count, total + other.total);
        }

        double mean() {
            return total / count;
        }
    }

    @Override
    public void group(SignalGroup group, Consumer<Reading> out) {
        List<SignalAnswer> worded = group.worded();
        if (!group.first() || worded.isEmpty()) {
            return;
        }
        if (worded.size() > 1) {
            correlate(worded, out);
        }
        for (SignalAnswer answer : worded) {
            answer.score().ifPresent(score -> gain(answer.tokens().size() / bucket, score, out));
        }
    }

    private void correlate(List<SignalAnswer> worded, Consumer<Reading> out) {
        double length = worded.stream()
                .mapToInt(answer -> answer.tokens().size())
                .average()
                .orElse(0);
        double reward =
                worded.stream().mapToDouble(SignalAnswer::reward).average().orElse(0);
        for (SignalAnswer answer : worded) {
            sums = sums.plus(answer.tokens().size() - length, answer.reward() - reward);
        }
        if (sums.count() >= answers) {
            if (sums.xx() > Moments.TINY && sums.yy() > Moments.TINY) {
                out.accept(Reading.of(Measure.LENGTH_CORRELATION, sums.xy() / Math.sqrt(sums.xx() * sums.yy())));
            }
            sums = new Sums(0, 0, 0, 0);
        }
    }

    private void gain(int length, double score, Consumer<Reading> out) {
        window.merge(length, new Bucket(1, score), Bucket::plus);
        if (all(window).count() < answers) {
            return;
        }
        if (first.isEmpty()) {
            first = Map.copyOf(window);
        } else {
            compare(out);
        }
        window.clear();
    }

    /** The gain at equal lengths is left out while fewer than half of the answers have lengths that the first window had, too. */
    private void compare(Consumer<Reading> out) {
        Bucket now = all(window);
        out.accept(Reading.of(Measure.SCORE_GAIN, now.mean() - all(first).mean()));
        double gain = 0;
        long common = 0;
        for (Map.Entry<Integer, Bucket> entry : window.entrySet()) {
            Bucket before = first.get(entry.getKey());
            if (before != null) {
                gain += entry.getValue().count() * (entry.getValue().mean() - before.mean());
                common += entry.getValue().count();
            }
        }
        if (2 * common >= now.count()) {
            out.accept(Reading.of(Measure.NON_LENGTH_GAIN, gain / common));
        }
    }

    private static Bucket all(Map<Integer, Bucket> buckets) {
        return buckets.values().stream().reduce(new Bucket(0, 0), Bucket::plus);
    }
}
