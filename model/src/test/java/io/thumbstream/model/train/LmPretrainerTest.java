package io.thumbstream.model.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.text.BpeTrainer;
import io.thumbstream.model.text.BpeVocabulary;
import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.HfTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LmPretrainerTest {
    private static final List<TrainingText> CORPUS = List.of(
            TrainingText.of("where is my parcel", "on its way"),
            TrainingText.of("where is my refund", "it was sent"),
            TrainingText.of("hello", "good day to you"),
            TrainingText.of("the lamp is broken", "sorry, we send a new one"));
    private static final PretrainSettings SETTINGS = new PretrainSettings(40, 8, 1e-2, 1e-3, 5, 0.05, 1, 2, 7);

    @TempDir
    Path directory = Path.of("set by the test framework");

    private final List<HfTokenizer> open = new ArrayList<>();

    @BeforeEach
    void prepare() {
        Grad.prepareThread();
    }

    @AfterEach
    void close() {
        open.forEach(HfTokenizer::close);
    }

    @Test
    void shouldLearnTheAnswersWhenTrainedOnFewTexts() throws IOException {
        PretrainSettings longer = new PretrainSettings(120, 8, 2e-2, 1e-3, 5, 0.05, 1, 2, 7);
        List<Double> losses = new ArrayList<>();
        try (CausalLm model = model();
                LmPretrainer trainer = new LmPretrainer(model, CORPUS, format(), longer)) {
            trainer.train(progress -> losses.add(progress.loss()));
        }
        assertThat(losses).hasSize(120);
        assertThat(losses.get(0)).isBetween(5.0, 6.0); // ln(270) = 5.6: the first guess is uniform
        assertThat(losses.get(119)).isLessThan(0.5);
    }

    @Test
    void shouldGiveEqualWeightsWhenTheRunIsRepeatedOrResumed() throws IOException {
        String whole = run(40);
        assertThat(run(40)).isEqualTo(whole);
        assertThat(run(17)).isNotEqualTo(whole);
        String resumed;
        try (CausalLm model = model();
                LmPretrainer trainer = new LmPretrainer(model, CORPUS, format(), SETTINGS)) {
            trainer.resume(directory.resolve("saved"));
            assertThat(trainer.stepsDone()).isEqualTo(17);
            trainer.train(progress -> true);
            resumed = model.parameters().digest();
        }
        assertThat(resumed).isEqualTo(whole);
    }

    @Test
    void shouldRiseAndFallWhenTheScheduleIsRead() {
        assertThat(SETTINGS.rate(0)).isCloseTo(2e-3, within(1e-12));
        assertThat(SETTINGS.rate(4)).isCloseTo(1e-2, within(1e-12));
        assertThat(SETTINGS.rate(22)).isCloseTo((1e-2 + 1e-3) / 2, within(1e-4));
        assertThat(SETTINGS.rate(39)).isCloseTo(1e-3, within(1e-12));
    }

    @Test
    void shouldRefuseWhenATextExceedsTheContext() throws IOException {
        ChatFormat format = format();
        try (CausalLm model = model()) {
            List<TrainingText> corpus = List.of(TrainingText.of("hello", "x".repeat(100)));
            assertThatThrownBy(() -> new LmPretrainer(model, corpus, format, SETTINGS).close())
                    .hasMessageContaining("exceeds the context of 64");
        }
    }

    /** Digest after {@code steps} steps, whose state is left in "saved". */
    private String run(int steps) throws IOException {
        try (CausalLm model = model();
                LmPretrainer trainer = new LmPretrainer(model, CORPUS, format(), SETTINGS)) {
            trainer.train(progress -> progress.step() < steps);
            trainer.save(directory.resolve("saved"));
            return model.parameters().digest();
        }
    }

    private static CausalLm model() {
        return CausalLm.create(new LmConfig(270, 16, 2, 2, 2, 32, 64, 10_000, 1e-6, false), 1, Device.cpu());
    }

    private ChatFormat format() throws IOException {
        List<String> texts = CORPUS.stream().map(TrainingText::answer).toList();
        BpeTrainer.train(texts, 270).write(directory);
        HfTokenizer tokenizer = HfTokenizer.load(directory.resolve(BpeVocabulary.FILE));
        open.add(tokenizer);
        return new ChatFormat(tokenizer);
    }
}
