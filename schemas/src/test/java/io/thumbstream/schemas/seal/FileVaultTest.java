package io.thumbstream.schemas.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Semantics locked here: only the person's own key opens; a destroyed key opens nothing, in no process, after {@code FRESH}. */
class FileVaultTest {
    private static final byte[] CONTEXT = "Feedback/userKey".getBytes(StandardCharsets.UTF_8);
    private static final byte[] CLEAR = "I like it".getBytes(StandardCharsets.UTF_8);

    private final Path directory;
    private final FileVault vault;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    FileVaultTest(@TempDir Path folder) {
        this.directory = folder.resolve("keys");
        this.vault = new FileVault(directory, () -> now);
    }

    @Test
    void shouldGiveBackWhatWasSealed() {
        byte[] sealed = vault.seal("ann", CLEAR, CONTEXT).orElseThrow();

        assertThat(vault.open("ann", sealed, CONTEXT)).contains(CLEAR);
        assertThat(new FileVault(directory, () -> now).open("ann", sealed, CONTEXT))
                .contains(CLEAR);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("like");
        assertThat(vault.seal("ann", CLEAR, CONTEXT).orElseThrow())
                .as("the same bytes twice are not seen to be the same")
                .isNotEqualTo(sealed);
    }

    @Test
    void shouldHoldAKeyFromTheFirstSealToTheErasure() {
        assertThat(vault.holds("ann")).isFalse();
        byte[] unused = vault.seal("ann", CLEAR, CONTEXT).orElseThrow();
        assertThat(vault.holds("ann")).isTrue();
        assertThat(vault.destroy("ann")).isTrue();
        assertThat(vault.holds("ann")).isFalse();
        assertThat(vault.knows("ann")).as("had one").isTrue();
    }

    @Test
    void shouldTakeNobodyForErasedWhenTheDirectoryIsNotThere() {
        byte[] sealed = vault.seal("ann", CLEAR, CONTEXT).orElseThrow();
        FileVault elsewhere = new FileVault(directory.resolveSibling("mistyped"), () -> now);

        assertThatThrownBy(() -> elsewhere.open("ann", sealed, CONTEXT))
                .isInstanceOf(SealBrokenException.class)
                .hasMessageContaining("mistyped")
                .hasMessageContaining("keys of people");
    }

    @Test
    void shouldOpenNothingOfAnotherPersonOrContextOrOfChangedBytes() {
        byte[] sealed = vault.seal("ann", CLEAR, CONTEXT).orElseThrow();
        byte[] unused = vault.seal("bob", CLEAR, CONTEXT).orElseThrow();

        assertThat(vault.open("bob", sealed, CONTEXT)).isEmpty();
        assertThat(vault.open("carol", sealed, CONTEXT)).isEmpty();
        assertThatThrownBy(() -> vault.open("ann", sealed, new byte[] {1})).isInstanceOf(SealBrokenException.class);
        for (int i : List.of(0, 9, 21, sealed.length - 1)) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> vault.open("ann", changed, CONTEXT)).isInstanceOf(SealBrokenException.class);
        }
        assertThatThrownBy(() -> vault.open("ann", new byte[3], CONTEXT)).isInstanceOf(SealBrokenException.class);
    }

    @Test
    void shouldOpenNothingAnyMoreWhenTheKeyIsDestroyed() {
        byte[] sealed = vault.seal("ann", CLEAR, CONTEXT).orElseThrow();

        assertThat(vault.destroy("ann")).isTrue();

        assertThat(vault.open("ann", sealed, CONTEXT)).isEmpty();
        assertThat(vault.destroy("ann")).as("there is no key any more").isFalse();
    }

    @Test
    void shouldForgetAKeyThatAnotherProcessDestroyed() {
        byte[] sealed = vault.seal("ann", CLEAR, CONTEXT).orElseThrow();
        new FileVault(directory, () -> now).destroy("ann");

        assertThat(vault.open("ann", sealed, CONTEXT)).as("still remembered").isPresent();
        now = now.plus(FileVault.FRESH);

        assertThat(vault.open("ann", sealed, CONTEXT)).isEmpty();
        assertThat(vault.seal("ann", CLEAR, CONTEXT)).isEmpty();
    }

    @Test
    void shouldSealAgainWithANewKeyWhenThePersonComesBack() {
        byte[] before = vault.seal("ann", CLEAR, CONTEXT).orElseThrow();
        vault.destroy("ann");

        assertThat(vault.isErased("ann")).isTrue();
        assertThat(vault.seal("ann", CLEAR, CONTEXT)).isEmpty();
        now = now.plus(FileVault.QUIET);

        assertThat(vault.isErased("ann")).isFalse();
        byte[] after = vault.seal("ann", CLEAR, CONTEXT).orElseThrow();
        assertThat(vault.open("ann", after, CONTEXT)).contains(CLEAR);
        assertThat(vault.open("ann", before, CONTEXT)).isEmpty();

        vault.destroy("ann");
        assertThat(vault.isErased("ann")).as("a second time").isTrue();
        assertThat(vault.open("ann", after, CONTEXT)).isEmpty();
    }

    @Test
    void shouldTellWhatWasRememberedBeforeTheKeyWasDestroyed() {
        Instant before = now;
        vault.seal("ann", CLEAR, CONTEXT);
        assertThat(vault.isErasedSince("ann", before)).isFalse();
        now = now.plusSeconds(60);
        assertThat(new FileVault(directory, () -> now).destroy("ann")).isTrue();

        assertThat(vault.isErasedSince("ann", before))
                .as("at once, in another process")
                .isTrue();
        assertThat(vault.isErasedSince("ann", now.plus(FileVault.FRESH)))
                .as("was still on its way")
                .isTrue();
        assertThat(vault.isErasedSince("bob", before)).isFalse();
        now = now.plus(FileVault.QUIET);
        vault.seal("ann", CLEAR, CONTEXT);

        assertThat(vault.isErasedSince("ann", before)).as("a new key").isTrue();
        assertThat(vault.isErasedSince("ann", now))
                .as("said after the person came back")
                .isFalse();
    }

    @Test
    void shouldNotKeepAPersonOutForEverWhenTheMarkOfTheErasureIsTorn() throws IOException {
        vault.seal("ann", CLEAR, CONTEXT);
        vault.destroy("ann");
        try (Stream<Path> files = Files.list(directory)) {
            Path mark = files.findFirst().orElseThrow();
            Files.writeString(mark, "2026-01");
            Files.setLastModifiedTime(mark, FileTime.from(now));
        }

        assertThat(vault.isErased("ann")).isTrue();
        now = now.plus(FileVault.QUIET);
        assertThat(vault.isErased("ann")).isFalse();
    }

    @Test
    void shouldLeaveNoTraceOfADestroyedKeyAndLetNobodyElseReadOne() throws IOException {
        byte[] unused = vault.seal("ann", CLEAR, CONTEXT).orElseThrow();
        Path key;
        try (Stream<Path> files = Files.list(directory)) {
            key = files.findFirst().orElseThrow();
        }
        assertThat(key.getFileName().toString()).hasSize(68).endsWith(".key").doesNotContain("ann");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");

        vault.destroy("ann");

        assertThat(vault.erasedPeople())
                .containsExactly(entry(key.getFileName().toString().replace(".key", ""), now));
        assertThat(directory).isDirectoryNotContaining("glob:**.{key,part}");
    }

    @Test
    void shouldSealNothingWithWhatIsLeftOfAKeyWhileItIsDestroyed() throws IOException {
        byte[] unused = vault.seal("ann", CLEAR, CONTEXT).orElseThrow();
        Path key;
        try (Stream<Path> files = Files.list(directory)) {
            key = files.findFirst().orElseThrow();
        }
        vault.destroy("ann");
        Files.write(key, new byte[40]); // as other processes see it before it goes, and after a crash in between

        FileVault other = new FileVault(directory, () -> now);
        assertThat(other.seal("ann", CLEAR, CONTEXT)).as("as erased").isEmpty();
        Files.write(key, new byte[40]);
        now = now.plus(FileVault.QUIET);

        byte[] after = other.seal("ann", CLEAR, CONTEXT).orElseThrow();
        assertThat(other.open("ann", after, CONTEXT)).as("she came back").contains(CLEAR);
        assertThat(Files.readAllBytes(key)).hasSize(40).isNotEqualTo(new byte[40]);
    }

    @Test
    void shouldNameTheFileWhenAKeyIsDamaged() throws IOException {
        byte[] sealed = vault.seal("ann", CLEAR, CONTEXT).orElseThrow();
        try (Stream<Path> files = Files.list(directory)) {
            Files.write(files.findFirst().orElseThrow(), new byte[7]);
        }
        now = now.plus(FileVault.FRESH);

        assertThatThrownBy(() -> vault.open("ann", sealed, CONTEXT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(".key")
                .hasMessageContaining("7 bytes");
    }
}
