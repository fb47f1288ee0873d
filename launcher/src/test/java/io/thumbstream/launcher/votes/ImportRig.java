package io.thumbstream.launcher.votes;

import io.thumbstream.launcher.console.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An import of generated files into a fake gateway, with its place reached kept in a folder. */
final class ImportRig {
    /** How long an import waits for the next vote to be accounted for. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final Path arguments;
    private Path votes;

    ImportRig(Path folder, List<String> lines) throws IOException {
        this.folder = folder;
        arguments = Debates.arguments(folder);
        votes = Debates.file(folder, "votes.jsonl", lines);
    }

    /** Takes another file of votes from now on. */
    void use(String name, List<String> lines) throws IOException {
        votes = Debates.file(folder, name, lines);
    }

    /** Where the place reached is kept. */
    Path place() {
        return folder.resolve("place.json");
    }

    /** Imports, everything learned as soon as it is stored. */
    ImportReport run(FakeVoteGateway gateway) throws Exception {
        return run(gateway, new FakeOutcomes(gateway, vote -> false, Map.of()));
    }

    /** Imports, with the fates that {@code outcomes} gives. */
    ImportReport run(FakeVoteGateway gateway, FakeOutcomes outcomes) throws Exception {
        return run(gateway, outcomes, new Quiet(), place());
    }

    /** Imports until so many votes are sent, and fails there as if the process had ended. */
    ImportReport runUntil(long sent, FakeVoteGateway gateway) throws Exception {
        return run(gateway, new FakeOutcomes(gateway, vote -> false, Map.of()), new Cut(sent), place());
    }

    /** Imports with the place reached kept elsewhere. */
    ImportReport runKeeping(Path place, FakeVoteGateway gateway) throws Exception {
        return run(gateway, new FakeOutcomes(gateway, vote -> false, Map.of()), new Quiet(), place);
    }

    private ImportReport run(FakeVoteGateway gateway, FakeOutcomes outcomes, Progress progress, Path place)
            throws Exception {
        return new PairsImport(new VoteGateway(gateway.base()), outcomes, progress, outcomes, PATIENCE)
                .run(arguments, votes, ImportState.of(place, arguments, votes, "test"));
    }

    /** Shows nothing. */
    private static class Quiet implements Progress {
        @Override
        public void phase(String name, long total) {}

        @Override
        public void done(long count) {}

        @Override
        public void close() {}
    }

    /** Fails after so many votes. */
    private static final class Cut extends Quiet {
        private final long after;
        private boolean voting;

        Cut(long after) {
            this.after = after;
        }

        @Override
        public void phase(String name, long total) {
            voting = name.equals("votes");
        }

        @Override
        public void done(long count) {
            if (voting && count >= after) {
                throw new IllegalStateException("cut");
            }
        }
    }
}
