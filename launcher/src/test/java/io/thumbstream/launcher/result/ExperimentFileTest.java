package io.thumbstream.launcher.result;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExperimentFileTest {
    private static final ExperimentFile FILE = new ExperimentFile(
            """
            # Ours is smaller
            # than theirs.
            title: >
              Does it
              help?
            source: A paper
            data: {pairs: 32}  # few
            arms:
              # the plain one
              old: {}
              new: {}
            """);

    @Test
    void shouldTellCommentLinesAsOneParagraph() {
        assertThat(FILE.comments()).isEqualTo("Ours is smaller than theirs.");
        assertThat(new ExperimentFile("title: none\n").comments()).isEmpty();
    }

    @Test
    void shouldKeepSettingsAsTheyStandWithoutWhatThePageSaysElsewhere() {
        assertThat(FILE.settings())
                .isEqualTo(
                        """
                        data: {pairs: 32}  # few
                        arms:
                          # the plain one
                          old: {}
                          new: {}""");
    }
}
