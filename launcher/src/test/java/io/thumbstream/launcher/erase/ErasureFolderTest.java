package io.thumbstream.launcher.erase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.learner.Erasures;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErasureFolderTest {
    private final Erasures erasures;

    ErasureFolderTest(@TempDir Path data) {
        this.erasures = new Erasures(data);
    }

    @Test
    void shouldLeaveNothingBehindWhenAnErasureIsRefused() throws IOException {
        ErasureFolder folder = ErasureFolder.begin(erasures, "ann");
        assertThat(erasures.cut()).contains(folder.directory());

        folder.refuse();

        assertThat(erasures.cut()).isEmpty();
        assertThat(folder.directory()).doesNotExist();
    }

    @Test
    void shouldStayToBeFinishedWhenAnEarlierAttemptWasCut() throws IOException {
        ErasureFolder cut = ErasureFolder.begin(erasures, "ann");
        Files.writeString(cut.directory().resolve("half"), "");

        ErasureFolder again = ErasureFolder.begin(erasures, "ann");
        assertThat(again.directory()).isEqualTo(cut.directory());
        assertThat(again.directory().resolve("half")).doesNotExist();
        again.refuse();

        assertThat(erasures.cut()).contains(cut.directory());
    }

    @Test
    void shouldBeFinishedByAnybodyWhenTheDiskWasFullBeforeItWasNoted() throws IOException {
        ErasureFolder cut = ErasureFolder.begin(erasures, "ann");
        Files.writeString(cut.directory().resolve(Erasures.REQUEST), "");

        ErasureFolder again = ErasureFolder.begin(erasures, "bob");

        assertThat(again.directory()).isEqualTo(cut.directory());
        assertThat(Erasures.request(again.directory())).isEqualTo("bob");
    }

    @Test
    void shouldNameWhoComesFirstWhenTheErasureOfAnotherWasCut() throws IOException {
        ErasureFolder cut = ErasureFolder.begin(erasures, "ann");

        assertThatThrownBy(() -> ErasureFolder.begin(erasures, "bob"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(cut.directory().toString())
                .hasMessageContaining("ann")
                .hasMessageContaining("finish it first");
    }
}
