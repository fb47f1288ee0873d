package io.thumbstream.model.lm;

import ai.djl.Device;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.model.checkpoint.CorruptFileException;
import io.thumbstream.model.checkpoint.Safetensors;
import io.thumbstream.model.text.BpeVocabulary;
import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.HfTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A directory with a model as Hugging Face transformers saves it: {@code config.json}, {@code tokenizer.json}, safetensors
 * files, and files that say how conversations look.
 */
public final class ModelDirectory {
    private static final List<String> COMPANIONS = List.of(
            BpeVocabulary.FILE,
            "tokenizer_config.json",
            "chat_template.jinja",
            "special_tokens_map.json",
            "generation_config.json");

    /** File with the digest of the adapter that was added to the weights beside it. */
    private static final String ADAPTED = "adapter.sha256";

    private ModelDirectory() {}

    /**
     * Checks everything that can be checked without reading the weights: the configuration, names and shapes of the tensors,
     * the tokenizer and its vocabulary, the chat format.
     *
     * @return the configuration
     * @throws IOException naming the file, what was found and what was expected
     */
    public static LmConfig check(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new CorruptFileException(
                    directory, "there is no such directory", "give the directory that holds config.json");
        }
        LmConfig config = LmConfigFile.read(directory);
        try (Safetensors file = Safetensors.openModel(directory)) {
            LmWeights.requireFit(file, config, Set.of());
        }
        Path vocabulary = directory.resolve(BpeVocabulary.FILE);
        try (HfTokenizer tokenizer = HfTokenizer.load(vocabulary)) {
            if (tokenizer.vocabularySize() > config.vocabularySize()) {
                throw new CorruptFileException(
                        vocabulary,
                        "it has " + tokenizer.vocabularySize() + " tokens but the model has " + config.vocabularySize(),
                        "take tokenizer.json and the weights from one and the same model");
            }
            ChatFormat unused = ChatFormat.of(directory, tokenizer);
        }
        return config;
    }

    /**
     * Copies a model as float32 in one file, with a context of at most {@code context} tokens.
     *
     * @param target existing and empty
     * @throws IOException as {@link #check}, or when a weight is not finite
     */
    public static void copy(Path source, Path target, int context) throws IOException {
        copy(source, target, context, Optional.empty());
    }

    /**
     * The same, with an adapter added to the weights: {@code W + (alpha / rank) B A} takes the place of W.
     *
     * @param adapter directory as PEFT saves it, of an adapter for this model
     * @throws IOException as well when the adapter cannot be used; it names file and tensor
     */
    public static void copy(Path source, Path target, int context, Optional<Path> adapter) throws IOException {
        LmConfig config = check(source);
        try (CausalLm model = CausalLm.load(source, Device.cpu())) {
            if (adapter.isPresent()) {
                saveSum(model, adapter.get(), target);
            } else {
                model.save(target);
            }
        }
        ObjectNode fields = LmConfigFile.fields(target);
        if (config.context() > context) {
            LmConfigFile.write(fields.put(LmConfigFile.CONTEXT, context), target);
        }
        copyCompanions(source, target);
    }

    private static void saveSum(CausalLm model, Path adapter, Path target) throws IOException {
        LoraAdapter added = LoraAdapter.load(adapter, model.config(), Device.cpu());
        try (CausalLm sum = model.withAdapter(added)) { // closes the adapter
            sum.save(target);
        }
        Files.writeString(target.resolve(ADAPTED), LoraAdapter.digest(adapter) + "\n");
    }

    /** {@link LoraAdapter#digest} of the adapter that was added when {@code directory} was copied; empty when none was. */
    public static Optional<String> adapted(Path directory) throws IOException {
        Path mark = directory.resolve(ADAPTED);
        return Files.exists(mark) ? Optional.of(Files.readString(mark).strip()) : Optional.empty();
    }

    /** Copies the files that belong to a model besides its configuration and weights, as far as they exist. */
    public static void copyCompanions(Path source, Path target) throws IOException {
        for (var file : companions(source).entrySet()) {
            Files.write(target.resolve(file.getKey()), file.getValue());
        }
    }

    /** The files that belong to a model besides its configuration and weights, as far as they exist, by name. */
    public static Map<String, byte[]> companions(Path directory) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String name : COMPANIONS) {
            if (Files.exists(directory.resolve(name))) {
                files.put(name, Files.readAllBytes(directory.resolve(name)));
            }
        }
        return files;
    }
}
