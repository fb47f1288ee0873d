package io.thumbstream.launcher.bench;

import io.thumbstream.learner.engine.LearnerCheckpoints;
import io.thumbstream.learner.engine.PublishedVersion;
import io.thumbstream.learner.engine.VersionSink;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Checkpoints and versions that are never written, because a benchmark of steps writes none. */
final class Nowhere implements LearnerCheckpoints, VersionSink {
    @Override
    public List<Path> newestFirst() {
        return List.of();
    }

    @Override
    public void save(long step, Consumer<Path> writer) {
        throw new IllegalStateException("step " + step + " was to be saved within a benchmark");
    }

    @Override
    public OptionalLong newest() {
        return OptionalLong.empty();
    }

    @Override
    public boolean held() {
        return false;
    }

    @Override
    public void announce(PublishedVersion version) {
        throw new IllegalStateException("version " + version.version() + " was to be announced within a benchmark");
    }

    @Override
    public void close() {}
}
