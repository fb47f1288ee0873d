package io.thumbstream.learner.wire;

import io.thumbstream.schemas.avro.ModelVersion;
import io.thumbstream.schemas.avro.VersionState;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What the records of one model in a version topic say, in their order: which version is served, and by which way back. */
final class ServedVersion {
    private Optional<ModelVersion> served = Optional.empty();
    private Optional<ModelVersion> wayBack = Optional.empty();

    /** Takes in the next record; gives whether it undoes a way back without meaning to. */
    boolean crosses(ModelVersion record) {
        if (record.getState() == VersionState.LIVE) {
            served = Optional.of(record);
        }
        if (record.getRolledBackFrom().isPresent()) {
            wayBack = Optional.of(record);
            return false;
        }
        long from = wayBack.flatMap(ModelVersion::getRolledBackFrom).orElse(Long.MIN_VALUE);
        if (record.getVersion() > from) {
            return wayBack.isPresent();
        }
        wayBack = Optional.empty();
        return false;
    }

    /** The record of the way back that is in force. */
    Optional<ModelVersion> wayBack() {
        return wayBack;
    }

    /** Versions whose files must stay: the one served, the one gone back to, and the one gone back from. */
    SortedSet<Long> named() {
        SortedSet<Long> named = new TreeSet<>();
        served.ifPresent(record -> named.add(record.getVersion()));
        wayBack.ifPresent(record -> {
            named.add(record.getVersion());
            record.getRolledBackFrom().ifPresent(named::add);
        });
        return named;
    }
}
