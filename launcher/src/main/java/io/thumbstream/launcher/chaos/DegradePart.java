package io.thumbstream.launcher.chaos;

import java.util.Locale;
import java.util.Set;

/** A condition that a pipeline is brought into while people vote. */
enum DegradePart {
    /** The broker is killed, and comes back after half a minute. */
    BROKER_DOWN("log-unavailable"),
    /** The broker can write no more, ends, and comes back after half a minute, when there is room again. */
    DISK_FULL("log-unavailable"),
    /** The schema registry is killed, and comes back after half a minute. */
    REGISTRY_DOWN("registry-unavailable"),
    /** Every process is ended with SIGTERM and started again, one after the other. */
    ROLLING_RESTART("log-unavailable", "registry-unavailable", "stopping"),
    /** The reward service stands still for a minute. */
    SLOW_CONSUMER,
    /** A second reward service joins the group of the first and goes, asked once and killed once, so that partitions move. */
    PARTITION_MOVED,
    /** The gateway's clock goes ahead by nearly an hour, and back. */
    CLOCK_JUMP("stopping", "log-unavailable"),
    /** The gateway's clock is behind by nearly an hour, and then by more than a day. */
    CLOCK_BEHIND("stopping", "log-unavailable"),
    /** Records that nobody can read come into the topics of feedback and answers. */
    POISON,
    /** Clients send more than the gateway takes. */
    OVERSIZE,
    /** Clients send every vote twice, and later votes before earlier ones. */
    DUPLICATES,
    /** Gateways of an earlier and of a later build write feedback with their own version of its schema. */
    SCHEMA_EVOLUTION;

    private final Set<String> refusals;

    DegradePart(String... refusals) {
        this.refusals = Set.of(refusals);
    }

    /** Name on the command line and in figures, for example {@code broker-down}. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Types of problems with which a vote may be refused meanwhile, without their prefix; limits of rates are always among them. */
    Set<String> refusals() {
        return refusals;
    }

    /** Whether a client may be left without any answer, because the gateway itself goes away. */
    boolean severs() {
        return this == ROLLING_RESTART || this == CLOCK_JUMP || this == CLOCK_BEHIND;
    }

    /** Whether there is no broker while the condition is held, so that nothing can be stored. */
    boolean losesBroker() {
        return this == BROKER_DOWN || this == DISK_FULL;
    }

    /** Whether votes must go on being accepted meanwhile: nothing that the gateway needs is gone. */
    boolean serves() {
        return refusals.isEmpty();
    }

    /** The name on the command line, by which picocli finds it. */
    @Override
    public String toString() {
        return key();
    }
}
