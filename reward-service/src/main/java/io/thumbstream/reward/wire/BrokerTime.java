package io.thumbstream.reward.wire;

import java.time.Duration;
import java.time.InstantSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time of day of this machine, or the newest time that a broker stamped on a record that was read here, where that is later.
 *
 * <p>So a record that a broker stamped never lies in the future, whatever this machine's clock says. Thread-safe.
 */
public final class BrokerTime {
    /** What is said when this machine's clock is found to be behind. */
    public static final String BEHIND = "the clock of this machine is behind that of the brokers";

    private static final Logger LOG = LoggerFactory.getLogger(BrokerTime.class);
    private static final Duration NOTABLE = Duration.ofMinutes(1);
    private static final double MILLIS_PER_SECOND = 1e3;

    private final InstantSource own;
    private volatile long newest = Long.MIN_VALUE;
    private volatile long behind;
    private boolean said;

    /**
     * No broker's time is known yet.
     *
     * @param own clock of this machine
     */
    public BrokerTime(InstantSource own) {
        this.own = own;
    }

    /** Looks at the stamp of a record as it was fetched; what a writer says of its own time proves nothing. */
    void see(ConsumerRecord<?, ?> record) {
        if (record.timestampType() == TimestampType.LOG_APPEND_TIME && record.timestamp() > newest) {
            reach(record.timestamp());
        }
    }

    private synchronized void reach(long stamp) {
        if (stamp <= newest) {
            return; // another thread read a newer one meanwhile
        }
        newest = stamp;
        behind = Math.max(0, stamp - own.millis());
        boolean notable = behind > NOTABLE.toMillis();
        if (notable && !said) {
            LOG.atWarn()
                    .addKeyValue("behind", Duration.ofMillis(behind))
                    .log(BEHIND + "; until it is set, records are judged by the brokers' time");
        }
        said = notable;
    }

    /** Milliseconds since the epoch. */
    long millis() {
        return Math.max(own.millis(), newest);
    }

    /** By how much this machine's clock was behind the newest stamp when it was read, at the least, seconds; 0 when it was not. */
    public double behindSeconds() {
        return behind / MILLIS_PER_SECOND;
    }
}
