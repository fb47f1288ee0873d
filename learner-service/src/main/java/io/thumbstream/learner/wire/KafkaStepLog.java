package io.thumbstream.learner.wire;

import io.thumbstream.learner.engine.LoggedStep;
import io.thumbstream.learner.engine.Position;
import io.thumbstream.learner.engine.StepEntry;
import io.thumbstream.learner.engine.StepLog;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.schemas.AvroSerdes;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The training-log topic as a learner's write-ahead log.
 *
 * <p>Steps are written behind the learner, in groups of what gathered for a tenth of a second; this hides the time of a transaction
 * (some milliseconds) behind the steps and shares its work among them.
 */
public final class KafkaStepLog implements StepLog {
    private static final Duration GATHER = Duration.ofMillis(100);

    /** Longer than a transaction may take before its client gives up. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final StepTransactions transactions;
    private final GroupCommit commits;
    private final KafkaStepHistory history;

    /**
     * Opens the log of {@code learner}.
     *
     * @throws TransientException when the brokers do not answer
     */
    public KafkaStepLog(KafkaSettings kafka, AvroSerdes serdes, String learner, Clock clock) {
        String id = "thumbstream-learner-" + learner.replace('/', '-');
        this.history = new KafkaStepHistory(kafka, serdes, learner, id + "-log", clock);
        try {
            this.transactions = new StepTransactions(kafka, serdes, learner, id);
        } catch (RuntimeException e) {
            history.close();
            throw e;
        }
        this.commits = new GroupCommit(id + "-log", transactions::commit, GATHER, PATIENCE);
    }

    @Override
    public void append(StepEntry entry) {
        commits.append(entry);
    }

    @Override
    public Optional<Position> settle() {
        return commits.settle();
    }

    @Override
    public void forEachAfter(Optional<Position> last, Consumer<LoggedStep> action) {
        history.forEachAfter(last, action);
    }

    @Override
    public void close() {
        commits.close();
        transactions.close();
        history.close();
    }
}
