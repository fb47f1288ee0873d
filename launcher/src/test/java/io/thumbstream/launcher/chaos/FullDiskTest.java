package io.thumbstream.launcher.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.lab.report.Figure;
import io.thumbstream.lab.report.Figures;
import io.thumbstream.launcher.serve.ServedPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that write a little into a segment, again and again; needs prlimit, as the part does. */
@Timeout(60)
class FullDiskTest {
    /** More than the room that is left for the words of the broker. */
    private static final int SEGMENT_BYTES = 200_000;

    private final Path home;
    private final Path segment;

    FullDiskTest(@TempDir Path home) throws IOException {
        this.home = home;
        this.segment = Files.createDirectories(home.resolve("kafka").resolve("votes-0"))
                .resolve("0.log");
        Files.write(segment, new byte[SEGMENT_BYTES]);
    }

    @Test
    void shouldEndABrokerThatCannotWriteAndLetTheNextOneWriteAgain() throws Exception {
        try (Fleet fleet = fleet(writes(segment) + "; echo " + FullDisk.REASON)) {
            fleet.start(ServedPart.BROKER);
            await(() -> Files.size(segment) > SEGMENT_BYTES);
            FullDisk disk = disk(fleet);

            disk.begin();
            long full = Files.size(segment);
            assertThat(fleet.runs(ServedPart.BROKER)).isFalse();
            fleet.revive(again ->
                    assertThat(again).as("nobody comes back to a full disk").isNull());
            disk.end();
            await(() -> Files.size(segment) > full);

            assertThat(missed(disk.evidence())).isEmpty();
            assertThat(disk.evidence().faults()).isEmpty();
            assertThat(fleet.revived()).isZero();
        }
    }

    @Test
    void shouldLowerTheLimitWhenTheLargestSegmentRests() throws Exception {
        Path busy = segment.resolveSibling("1.log");
        Files.write(busy, new byte[SEGMENT_BYTES - 50_000]);
        try (Fleet fleet = fleet(writes(busy))) {
            fleet.start(ServedPart.BROKER);
            await(() -> Files.size(busy) > SEGMENT_BYTES - 50_000);
            FullDisk disk = disk(fleet);

            disk.begin();

            assertThat(fleet.runs(ServedPart.BROKER)).isFalse();
            assertThat(missed(disk.evidence())).as("it ended and said nothing").containsExactly("disk-full-said-why");
        }
    }

    @Test
    void shouldSayWhenNothingCanBeLimited() throws Exception {
        try (Fleet fleet = fleet("exit 0")) {
            FullDisk disk = disk(fleet);
            disk.begin();
            disk.end();

            assertThat(missed(disk.evidence())).containsExactly("disk-full-broker-ended", "disk-full-said-why");
            assertThat(disk.evidence().faults())
                    .singleElement()
                    .asString()
                    .contains("was not brought about: the broker does not run");
            assertThat(fleet.runs(ServedPart.BROKER)).isFalse();
        }
    }

    @Test
    void shouldFindABrokerThatGoesOnOrEndsWithoutAWord() {
        Evidence goesOn = FullDisk.judge(Optional.empty(), false, 0);
        Evidence silent = FullDisk.judge(Optional.empty(), true, 0);

        assertThat(missed(goesOn)).containsExactly("disk-full-broker-ended", "disk-full-said-why");
        assertThat(goesOn.faults()).containsExactly("the broker went on although it could write no more");
        assertThat(missed(silent)).containsExactly("disk-full-said-why");
        assertThat(silent.faults()).containsExactly("the broker ended without a word why in its log");
        assertThat(missed(FullDisk.judge(Optional.empty(), true, 1))).isEmpty();
    }

    /** A shell that adds a letter twenty times a second until it cannot; like Java it outlives the signal of the limit. */
    private static String writes(Path file) {
        return "trap : XFSZ; while printf x >> '" + file + "'; do sleep 0.05; done";
    }

    private Fleet fleet(String script) {
        return new Fleet(List.of(ServedPart.BROKER), part -> List.of("sh", "-c", script), home);
    }

    private FullDisk disk(Fleet fleet) {
        return new FullDisk(
                fleet, home.resolve("kafka"), Duration.ofMillis(500), time -> LockSupport.parkNanos(time.toNanos()));
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws IOException {
        while (!condition.holds()) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private static List<String> missed(Evidence evidence) {
        return new Figures(evidence.figures())
                .missed().stream().map(Figure::name).toList();
    }
}
