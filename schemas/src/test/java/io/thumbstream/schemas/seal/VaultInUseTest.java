package io.thumbstream.schemas.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys made for many at once, and what threads share; the promises to one person are in {@link FileVaultTest}. */
class VaultInUseTest {
    private static final byte[] CONTEXT = "Feedback/userKey".getBytes(StandardCharsets.UTF_8);
    private static final int THREADS = 4;
    private static final int TIMES = 200;

    private final Path directory;
    private final FileVault vault;
    private final Instant now = Instant.parse("2026-01-01T00:00:00Z");

    VaultInUseTest(@TempDir Path folder) {
        this.directory = folder.resolve("keys");
        this.vault = new FileVault(directory, () -> now);
    }

    @Test
    void shouldMakeTheKeysOfManyAtOnceAndUseThem() throws IOException {
        vault.prepare(List.of("ann", "bob", "ann"));

        List<Path> made = files();
        assertThat(made).hasSize(2).allSatisfy(file -> {
            assertThat(file.toString()).endsWith(".key");
            assertThat(Files.size(file)).isEqualTo(PersonKey.BYTES);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        });
        byte[] sealed = seal("ann", "I like it");
        assertThat(files()).isEqualTo(made);
        assertThat(new FileVault(directory, () -> now).open("ann", sealed, CONTEXT))
                .contains(bytes("I like it"));
        assertThat(new FileVault(directory, () -> now).open("bob", sealed, CONTEXT))
                .isEmpty();
    }

    @Test
    void shouldKeepTheKeyOfWhoHasOne() throws IOException {
        byte[] sealed = seal("ann", "I like it");

        new FileVault(directory, () -> now).prepare(List.of("ann", "bob"));

        assertThat(files()).hasSize(2);
        assertThat(new FileVault(directory, () -> now).open("ann", sealed, CONTEXT))
                .contains(bytes("I like it"));
    }

    @Test
    void shouldMakeNoKeyForWhoWasJustErased() throws IOException {
        byte[] sealed = seal("ann", "I like it");
        vault.destroy("ann");

        vault.prepare(List.of("ann", "bob"));

        assertThat(files()).filteredOn(file -> file.toString().endsWith(".key")).hasSize(1);
        assertThat(vault.seal("ann", bytes("again"), CONTEXT)).isEmpty();
        assertThat(vault.open("ann", sealed, CONTEXT)).isEmpty();
    }

    @Test
    void shouldMakeNothingForNobody() {
        vault.prepare(List.of());

        assertThat(directory).doesNotExist();
    }

    @Test
    void shouldOpenTheNextOneAfterBytesThatWereChanged() {
        byte[] sealed = seal("ann", "I like it");
        byte[] changed = sealed.clone();
        changed[sealed.length - 1] ^= 1;

        assertThatThrownBy(() -> vault.open("ann", changed, CONTEXT)).isInstanceOf(SealBrokenException.class);

        assertThat(vault.open("ann", sealed, CONTEXT)).contains(bytes("I like it"));
        assertThat(vault.open("ann", seal("ann", ""), CONTEXT)).contains(new byte[0]);
    }

    @Test
    void shouldServeManyThreadsAtOnce() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Boolean>> lanes = new ArrayList<>();
            for (int lane = 0; lane < THREADS; lane++) {
                String person = "person " + lane;
                lanes.add(() -> {
                    for (int i = 0; i < TIMES; i++) {
                        String said = person + " said " + i;
                        assertThat(vault.open(person, seal(person, said), CONTEXT))
                                .contains(bytes(said));
                    }
                    return true;
                });
            }
            for (Future<Boolean> done : threads.invokeAll(lanes)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            threads.shutdown();
        }
    }

    private byte[] seal(String person, String text) {
        return vault.seal(person, bytes(text), CONTEXT).orElseThrow();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
