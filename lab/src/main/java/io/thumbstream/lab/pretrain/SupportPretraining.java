package io.thumbstream.lab.pretrain;

import ai.djl.Device;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.lab.tasks.Exchange;
import io.thumbstream.lab.tasks.SupportTask;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.text.BpeTrainer;
import io.thumbstream.model.text.BpeVocabulary;
import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.HfTokenizer;
import io.thumbstream.model.train.LmPretrainer;
import io.thumbstream.model.train.TrainingText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Trains the base model of the support task on answers whose traits are drawn independently.
 *
 * <p>The result answers correctly most of the time and prefers no style, so that learning from people has every style to
 * choose from.
 */
public final class SupportPretraining {
    /** File that records how the model was made. */
    public static final String RECIPE_FILE = "recipe.json";

    private static final int AVERAGED_STEPS = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    private SupportPretraining() {}

    /**
     * Trains a model and writes {@code config.json}, {@code tokenizer.json}, {@code model.safetensors} and
     * {@code recipe.json} into {@code directory}.
     *
     * @param goOn called after each step; false ends the run early and keeps what was learned
     */
    public static PretrainReport run(
            PretrainRecipe recipe, Path directory, Device device, Predicate<LmPretrainer.Progress> goOn)
            throws IOException {
        Grad.prepareThread();
        List<Exchange> exchanges;
        try (Stream<Exchange> corpus = SupportTask.load().corpus(recipe.corpusSeed())) {
            exchanges = corpus.limit(recipe.corpusSize()).toList();
        }
        List<String> texts = exchanges.stream()
                .flatMap(exchange -> Stream.of(exchange.prompt(), exchange.reply()))
                .toList();
        BpeVocabulary vocabulary = BpeTrainer.train(texts, recipe.vocabularySize());
        Files.createDirectories(directory);
        vocabulary.write(directory);
        Deque<Double> losses = new ArrayDeque<>();
        try (HfTokenizer tokenizer = HfTokenizer.load(directory.resolve(BpeVocabulary.FILE));
                CausalLm model = CausalLm.create(LmConfig.base(vocabulary.size()), recipe.modelSeed(), device);
                LmPretrainer trainer = new LmPretrainer(
                        model, trainingTexts(exchanges), new ChatFormat(tokenizer), recipe.settings())) {
            trainer.train(progress -> {
                losses.addLast(progress.loss());
                if (losses.size() > AVERAGED_STEPS) {
                    losses.removeFirst();
                }
                return goOn.test(progress);
            });
            model.save(directory);
            PretrainReport report = new PretrainReport(
                    recipe,
                    trainer.stepsDone(),
                    digest(texts),
                    Digests.ofFile(directory.resolve(CausalLm.WEIGHTS)),
                    model.parameters().size(),
                    losses.stream().mapToDouble(Double::doubleValue).average().orElseThrow());
            String json = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report);
            Files.writeString(directory.resolve(RECIPE_FILE), json + "\n");
            return report;
        }
    }

    private static List<TrainingText> trainingTexts(List<Exchange> exchanges) {
        return exchanges.stream()
                .map(exchange -> TrainingText.of(exchange.prompt(), exchange.reply()))
                .toList();
    }

    private static String digest(List<String> texts) {
        Digests.Builder digest = Digests.builder();
        texts.forEach(digest::text);
        return digest.hex();
    }
}
