package io.thumbstream.reward.head;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The reward model in use. Safe for several threads: a swap waits for the batch being scored, so that one batch has one
 * version.
 */
public final class ScorerHolder implements AutoCloseable {
    private final Object lock = new Object();
    private Optional<RewardModel> current = Optional.empty();

    /**
     * Scores of a batch with the version that gave them.
     *
     * @param scores one per request, in the same order
     */
    public record Scored(long version, List<Score> scores) {
        public Scored {
            scores = List.copyOf(scores);
        }
    }

    /** Scores a batch; empty while there is no reward model. */
    public Optional<Scored> score(List<ScoreRequest> batch) {
        synchronized (lock) {
            return current.map(model -> new Scored(model.version(), model.score(batch)));
        }
    }

    /** Puts a model in use and closes the one before. */
    public void swap(RewardModel model) {
        synchronized (lock) {
            current.ifPresent(RewardModel::close);
            current = Optional.of(model);
        }
    }

    /** Version in use; empty before the first. */
    public OptionalLong version() {
        synchronized (lock) {
            return current.map(model -> OptionalLong.of(model.version())).orElse(OptionalLong.empty());
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            current.ifPresent(RewardModel::close);
            current = Optional.empty();
        }
    }
}
