package io.thumbstream.model.ngram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NgramEncoderTest {
    private final NgramEncoder encoder = new NgramEncoder(NgramSettings.defaults());

    @Test
    void shouldGiveEqualFeaturesWhenTextsAreEqual() {
        assertThat(encoder.encode("Where is order 539?", "Got it, order 539."))
                .isEqualTo(
                        new NgramEncoder(NgramSettings.defaults()).encode("Where is order 539?", "Got it, order 539."))
                .isNotEqualTo(encoder.encode("Where is order 540?", "Got it, order 539."));
    }

    @Test
    void shouldScaleEachBlockToUnitLengthWhenTheAnswerHasWords() {
        Map<FeatureFamily, Double> squares = squares(encoder.encode("Where is order 539?", "Got it, order 539."));

        assertThat(of(squares, FeatureFamily.WORD) + of(squares, FeatureFamily.WORD_PAIR))
                .isCloseTo(1, within(1e-5));
        // copies by place and crosses are two blocks of one family
        assertThat(of(squares, FeatureFamily.INTERACTION)).isCloseTo(2, within(1e-5));
        assertThat(of(squares, FeatureFamily.ANSWER)).isCloseTo(1, within(1e-5));
    }

    @Test
    void shouldTellACopiedWordFromAnInventedOneWhenOnlyTheNumberDiffers() {
        String prompt = "Where is order 539?";
        SparseFeatures right = encoder.encode(prompt, "Got it, order 539.");
        SparseFeatures wrong = encoder.encode(prompt, "Got it, order 183.");

        // "order" and "539" by the word before, the number of copies, the number of inventions
        assertThat(count(right)).isEqualTo(4);
        assertThat(of(squares(right), FeatureFamily.COPY)).isCloseTo(3, within(1e-5));
        // only "order" is copied, at full length
        assertThat(count(wrong)).isEqualTo(3);
        assertThat(of(squares(wrong), FeatureFamily.COPY)).isCloseTo(3, within(1e-5));
    }

    @Test
    void shouldCountNoCopiesWhenPromptOrAnswerIsEmpty() {
        assertThat(count(encoder.encode("", "Got it."))).isEqualTo(2);
        assertThat(count(encoder.encode("Where is order 539?", ""))).isEqualTo(2);
    }

    @Test
    void shouldReadOnlyTheStartOfAnAnswerWhenItIsHuge() {
        String start = "word ".repeat(NgramEncoder.MAX_CHARACTERS / 5);
        Map<FeatureFamily, Double> whole = squares(encoder.encode("p", start + "something else".repeat(100_000)));

        Map<FeatureFamily, Double> cut = squares(encoder.encode("p", start));
        // the feature of the very answer stands for all of it, so only its place differs
        assertThat(whole).isEqualTo(cut);
    }

    private static long count(SparseFeatures features) {
        long count = 0;
        for (int i = 0; i < features.size(); i++) {
            count += features.family(i) == FeatureFamily.COPY ? 1 : 0;
        }
        return count;
    }

    private static double of(Map<FeatureFamily, Double> squares, FeatureFamily family) {
        return squares.getOrDefault(family, 0.0);
    }

    private static Map<FeatureFamily, Double> squares(SparseFeatures features) {
        Map<FeatureFamily, Double> squares = new EnumMap<>(FeatureFamily.class);
        for (int i = 0; i < features.size(); i++) {
            squares.merge(features.family(i), (double) features.value(i) * features.value(i), Double::sum);
        }
        return squares;
    }
}
