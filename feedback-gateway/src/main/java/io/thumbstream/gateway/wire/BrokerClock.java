package io.thumbstream.gateway.wire;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time of day of this machine, or that of the brokers where it is later.
 *
 * <p>Brokers stamp the records of some topics when they write them. It was later than that when such a record was read, and by how
 * much more time has passed since is told by a clock that nobody sets. So what is dated by this clock is never earlier than
 * a record that was read before it, whatever this machine's clock says. One thread reads records, any thread asks for the time.
 */
public final class BrokerClock extends Clock {
    /** What is said when this machine's clock is found to be behind. */
    public static final String BEHIND = "the clock of this machine is behind that of the brokers";

    private static final Logger LOG = LoggerFactory.getLogger(BrokerClock.class);
    private static final Duration NOTABLE = Duration.ofMinutes(1);

    private final Clock own;
    private final LongSupplier nanos;
    private final AtomicReference<Sighting> newest;
    private boolean said;

    /** A broker's time and when it was seen. */
    private record Sighting(Instant stamp, long nanos) {
        Instant at(long now) {
            return stamp.plusNanos(now - nanos);
        }
    }

    /**
     * A clock that has not seen the brokers' time yet.
     *
     * @param own clock of this machine
     * @param nanos nanoseconds that pass, from any beginning
     */
    public BrokerClock(Clock own, LongSupplier nanos) {
        this(own, nanos, new AtomicReference<>(new Sighting(Instant.EPOCH, nanos.getAsLong())));
    }

    private BrokerClock(Clock own, LongSupplier nanos, AtomicReference<Sighting> newest) {
        this.own = own;
        this.nanos = nanos;
        this.newest = newest;
    }

    /** A sink that looks at the stamps of all records that go into {@code sink}. */
    public TopicTail.Sink watching(TopicTail.Sink sink) {
        return new TopicTail.Sink() {
            @Override
            public void accept(ConsumerRecord<byte[], byte[]> record) {
                see(record);
                sink.accept(record);
            }

            @Override
            public void flush() {
                sink.flush();
            }
        };
    }

    /** What a writer says of its own time proves nothing. */
    private void see(ConsumerRecord<byte[], byte[]> record) {
        if (record.timestampType() != TimestampType.LOG_APPEND_TIME) {
            return;
        }
        Sighting sighting = new Sighting(Instant.ofEpochMilli(record.timestamp()), nanos.getAsLong());
        if (sighting.stamp().isAfter(newest().at(sighting.nanos()))) {
            newest.set(sighting);
            tell(Duration.between(own.instant(), sighting.stamp()));
        }
    }

    private Sighting newest() {
        return Objects.requireNonNull(newest.get());
    }

    private void tell(Duration behind) {
        boolean notable = behind.compareTo(NOTABLE) > 0;
        if (notable && !said) {
            LOG.atWarn().addKeyValue("behind", behind).log(BEHIND + "; until it is set, events get the brokers' time");
        }
        said = notable;
    }

    @Override
    public Instant instant() {
        Instant here = own.instant();
        Instant there = newest().at(nanos.getAsLong());
        return there.isAfter(here) ? there : here;
    }

    @Override
    public ZoneId getZone() {
        return own.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new BrokerClock(own.withZone(zone), nanos, newest);
    }
}
