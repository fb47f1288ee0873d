package io.thumbstream.launcher.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.launcher.console.Progress;
import io.thumbstream.launcher.serve.ServedPart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that do nothing: each says its number in its log and waits. */
@Timeout(60)
class FleetTest {
    private static final List<String> WAITS = List.of("sh", "-c", "echo pid $$; exec sleep 600");
    private static final List<String> ENDS = List.of("sh", "-c", "echo gone");

    private final Path logs;

    FleetTest(@TempDir Path logs) {
        this.logs = logs;
    }

    @Test
    void shouldKillAndStartAgainAndLeaveNobodyBehind() throws Exception {
        List<Deed> deeds = List.of(
                deed(ServedPart.LEARNER, Deed.Verb.KILL),
                deed(ServedPart.LEARNER, Deed.Verb.START),
                deed(ServedPart.GATEWAY, Deed.Verb.END),
                deed(ServedPart.GATEWAY, Deed.Verb.START));
        try (Fleet fleet = new Fleet(ChaosSchedule.parts(), part -> WAITS, logs)) {
            for (ServedPart part : ChaosSchedule.parts()) {
                fleet.start(part);
                awaitPids(part, 1);
            }
            Storm storm = new Storm(fleet, new Counted(), time -> LockSupport.parkNanos(time.toNanos()));
            List<Long> kills = new ArrayList<>();
            storm.rage(deeds, new Counting(kills));

            assertThat(kills).containsExactly(1L, 1L, 1L, 1L);
            assertThat(storm.count(Deed.Verb.KILL)).isOne();
            assertThat(storm.count(Deed.Verb.START)).isEqualTo(2);
            assertThat(storm.events())
                    .extracting(event -> event.substring(event.indexOf(',') + 1))
                    .containsExactly("learner,kill", "learner,start", "gateway,end", "gateway,start");
            awaitPids(ServedPart.LEARNER, 2);
            awaitPids(ServedPart.GATEWAY, 2);
            assertThat(alive(ServedPart.LEARNER)).containsExactly(false, true);
            fleet.end();
        }
        for (ServedPart part : ChaosSchedule.parts()) {
            assertThat(alive(part)).as("%s", part).doesNotContain(true);
        }
    }

    @Test
    void shouldFreezeAndThaw() throws Exception {
        try (Fleet fleet = new Fleet(List.of(ServedPart.REWARD), part -> WAITS, logs)) {
            fleet.start(ServedPart.REWARD);
            long pid = awaitPids(ServedPart.REWARD, 1).get(0);

            fleet.perform(deed(ServedPart.REWARD, Deed.Verb.FREEZE));
            awaitState(pid, letter -> letter == 'T');
            fleet.perform(deed(ServedPart.REWARD, Deed.Verb.THAW));
            awaitState(pid, letter -> letter != 'T');
        }
    }

    @Test
    void shouldStartAgainWhoEndedByItselfButNotWhoWasKilled() throws Exception {
        try (Fleet fleet = new Fleet(
                List.of(ServedPart.REWARD, ServedPart.GATEWAY),
                part -> part == ServedPart.REWARD ? ENDS : WAITS,
                logs)) {
            fleet.start(ServedPart.REWARD);
            fleet.start(ServedPart.GATEWAY);
            fleet.perform(deed(ServedPart.GATEWAY, Deed.Verb.KILL));
            List<ServedPart> revived = new ArrayList<>();
            while (revived.isEmpty()) {
                fleet.revive(revived::add);
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }

            assertThat(revived).containsExactly(ServedPart.REWARD);
            assertThat(fleet.revived()).isOne();
        }
    }

    @Test
    void shouldLetAnErrandTakeThePlaceOfAPartUntilItIsDone() throws Exception {
        Path done = logs.resolve("done");
        Child.Errand first = new Child.Errand(WAITS, () -> Files.exists(done));
        Child.Errand second = new Child.Errand(ENDS, () -> Files.exists(logs.resolve("done-too")));
        try (Fleet fleet = new Fleet(List.of(ServedPart.LEARNER), part -> WAITS, logs)) {
            fleet.start(ServedPart.LEARNER);
            awaitPids(ServedPart.LEARNER, 1);

            fleet.send(ServedPart.LEARNER, first);
            fleet.send(ServedPart.LEARNER, second);
            awaitPids(ServedPart.LEARNER, 2);
            fleet.perform(deed(ServedPart.LEARNER, Deed.Verb.KILL));
            fleet.perform(deed(ServedPart.LEARNER, Deed.Verb.START));
            awaitPids(ServedPart.LEARNER, 3);
            assertThat(fleet.revived())
                    .as("killed and started again, not revived")
                    .isZero();

            Files.createFile(done);
            Files.createFile(logs.resolve("done-too"));
            fleet.perform(deed(ServedPart.LEARNER, Deed.Verb.KILL));
            fleet.perform(deed(ServedPart.LEARNER, Deed.Verb.START));
            awaitPids(ServedPart.LEARNER, 4);
            assertThat(alive(ServedPart.LEARNER)).containsExactly(false, false, false, true);
        }
    }

    @Test
    void shouldBringAPartBackWithoutAWordWhenItsErrandIsDoneAndTryAgainWhenItIsNot() throws Exception {
        Path done = logs.resolve("done");
        List<ServedPart> revived = new ArrayList<>();
        try (Fleet fleet = new Fleet(List.of(ServedPart.LEARNER), part -> WAITS, logs)) {
            fleet.start(ServedPart.LEARNER);
            fleet.send(ServedPart.LEARNER, new Child.Errand(ENDS, () -> Files.exists(done)));
            while (revived.isEmpty()) {
                fleet.revive(revived::add);
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
            Files.createFile(done);
            long failures = fleet.revived();
            while (pids(ServedPart.LEARNER).stream()
                    .noneMatch(pid ->
                            ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false))) {
                fleet.revive(revived::add);
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }

            assertThat(fleet.revived()).isEqualTo(failures).isPositive();
        }
    }

    @Test
    void shouldHandErasuresToWhoeverErasesInTheirOrder() throws Exception {
        Counted erasing = new Counted();
        try (Fleet fleet = new Fleet(List.of(ServedPart.LEARNER), part -> WAITS, logs)) {
            Storm storm = new Storm(fleet, erasing, time -> LockSupport.parkNanos(time.toNanos()));
            storm.rage(
                    List.of(deed(ServedPart.LEARNER, Deed.Verb.FORGET), deed(ServedPart.LEARNER, Deed.Verb.REBUILD)),
                    new Counting(new ArrayList<>()));
        }

        assertThat(erasing.done).containsExactly("forget", "rebuild");
    }

    private static Deed deed(ServedPart part, Deed.Verb verb) {
        return new Deed(Duration.ZERO, part, verb);
    }

    private List<Boolean> alive(ServedPart part) throws IOException {
        return pids(part).stream()
                .map(pid -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false))
                .toList();
    }

    private List<Long> awaitPids(ServedPart part, int count) throws IOException {
        while (pids(part).size() < count) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        return pids(part);
    }

    private List<Long> pids(ServedPart part) throws IOException {
        Path log = logs.resolve(part.key() + ".log");
        return Files.exists(log)
                ? Files.readAllLines(log, StandardCharsets.UTF_8).stream()
                        .filter(line -> line.startsWith("pid "))
                        .map(line -> Long.parseLong(line.substring("pid ".length())))
                        .toList()
                : List.of();
    }

    /** Waits for the letter of a process's state, where S sleeps and T is stopped; the test's time limit ends the wait. */
    private static void awaitState(long pid, IntPredicate wanted) throws IOException {
        while (true) {
            String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.UTF_8);
            if (wanted.test(line.charAt(line.lastIndexOf(')') + 2))) {
                return;
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    /** Writes down what is asked of it. */
    private static final class Counted implements Storm.Erasing {
        private final List<String> done = new ArrayList<>();

        @Override
        public void forget() {
            done.add("forget");
        }

        @Override
        public void rebuild() {
            done.add("rebuild");
        }
    }

    /** Writes down every count. */
    private record Counting(List<Long> counts) implements Progress {
        @Override
        public void phase(String name, long total) {}

        @Override
        public void done(long count) {
            counts.add(count);
        }

        @Override
        public void close() {}
    }
}
