package io.thumbstream.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.learner.engine.FileCheckpoints;
import io.thumbstream.learner.engine.LearnerCheckpoints;
import io.thumbstream.runtime.error.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Semantics locked here: nothing is learned while an erasure is cut, and a complete one is remembered. */
class ErasuresTest {
    private final Path data;
    private final Erasures erasures;
    private final LearnerCheckpoints live;

    ErasuresTest(@TempDir Path data) {
        this.data = data;
        this.erasures = new Erasures(data);
        this.live = new FileCheckpoints(data.resolve("live"), 1);
    }

    @Test
    void shouldLeaveCheckpointsAloneWhenNobodyWasErased() {
        assertThat(erasures.above(live, "policy")).isSameAs(live);
        assertThat(erasures.erased()).isEmpty();
    }

    @Test
    void shouldLetNothingBeLearnedWhileAnErasureIsCut() throws IOException {
        Path cut = begin("abc");
        assertThat(erasures.cut()).hasValue(cut);
        assertThatThrownBy(() -> erasures.above(live, "policy"))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("was cut");
    }

    @Test
    void shouldRememberWhoWasErasedAndWhichLearnersWereRebuilt() throws IOException {
        Path complete = begin("abc");
        Files.writeString(complete.resolve(Erasures.CERTIFICATE), "{}");
        assertThat(erasures.rebuilt()).as("nobody learned from the person").isFalse();
        Files.createDirectories(Erasures.checkpoints(complete, "reward"));

        assertThat(erasures.rebuilt()).isTrue();
        assertThat(erasures.erased()).containsExactly("abc");
        assertThat(erasures.finished("abc"))
                .hasValue(Files.getLastModifiedTime(complete.resolve(Erasures.CERTIFICATE))
                        .toInstant());
        assertThat(erasures.finished("def")).isEmpty();
        assertThat(erasures.next()).isEqualTo(data.resolve("erasures").resolve("00002"));
        assertThat(erasures.above(live, "policy")).isSameAs(live);
        assertThat(erasures.above(live, "reward")).isNotSameAs(live);
    }

    private Path begin(String hash) throws IOException {
        Path directory = Files.createDirectories(erasures.next());
        Files.writeString(directory.resolve(Erasures.REQUEST), hash + "\n");
        return directory;
    }
}
