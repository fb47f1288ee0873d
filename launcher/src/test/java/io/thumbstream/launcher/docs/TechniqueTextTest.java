package io.thumbstream.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TechniqueTextTest {
    @Test
    void shouldTakeACommentOfTheTemplateApart() {
        TechniqueText text = TechniqueText.of(List.of(
                "`A = r - b` with `b` the mean. Source: A. Author, Title, 2019; B. Other, 2020, arXiv 2001.00001. Ours floors it. Unbiased.",
                "Use it often."));

        assertThat(text.formula()).isEqualTo("`A = r - b` with `b` the mean.");
        assertThat(text.source()).isEqualTo("A. Author, Title, 2019; B. Other, 2020, arXiv 2001.00001");
        assertThat(text.remarks()).isEqualTo("Ours floors it. Unbiased. Use it often.");
        assertThat(text.difference()).isEqualTo("Ours floors it.");
    }

    @Test
    void shouldKeepAFormulaThatHasNoSourceAndTakeOtherTextAsRemarks() {
        assertThat(TechniqueText.of(List.of("`r = 1`, always.", "Plain.")))
                .isEqualTo(new TechniqueText("`r = 1`, always.", "", "Plain."));
        assertThat(TechniqueText.of(List.of("Kept short.", "`a = b`")))
                .isEqualTo(new TechniqueText("", "", "Kept short. `a = b`"));
    }

    @Test
    void shouldEndASourceWithItsParagraphWhenNothingFollows() {
        assertThat(TechniqueText.of(List.of("Source: A, 1998, arXiv 9801.01234, in one form."))
                        .source())
                .isEqualTo("A, 1998, arXiv 9801.01234, in one form");
    }
}
