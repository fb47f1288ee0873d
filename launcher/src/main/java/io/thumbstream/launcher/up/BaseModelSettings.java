package io.thumbstream.launcher.up;

import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.lm.LoraAdapter;
import io.thumbstream.model.lm.ModelDirectory;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The model that version 0 of the policy is.
 *
 * @param directory with {@code config.json}, {@code tokenizer.json} and safetensors files as Hugging Face transformers saves them;
 *     empty takes the model that ships with the product. It is read once, into an empty data directory
 * @param adapter directory of a LoRA adapter for that model, with {@code adapter_config.json} and {@code adapter_model.safetensors} as
 *     PEFT saves it, of any rank; version 0, which learning begins with and is held to, is the model with this adapter added to its weights.
 *     Empty adds nothing
 * @param context most tokens of a prompt with its answer, at least 16, where the model could take more; memory of the generator grows
 *     with it
 */
public record BaseModelSettings(String directory, String adapter, int context) {
    private static final int LEAST_CONTEXT = 16;

    public BaseModelSettings {
        if (context < LEAST_CONTEXT) {
            throw new IllegalArgumentException(
                    "base-model.context is " + context + "; give at least " + LEAST_CONTEXT + " tokens");
        }
        if (!adapter.isBlank() && directory.isBlank()) {
            throw new IllegalArgumentException("base-model.adapter is " + adapter
                    + " but base-model.directory is empty; name the model that the adapter was made for");
        }
    }

    /** The shipped model. */
    public static BaseModelSettings defaults() {
        return new BaseModelSettings("", "", 1024);
    }

    /** The directory of a model that did not ship with the product. */
    Optional<Path> given() {
        return directory.isBlank() ? Optional.empty() : Optional.of(Path.of(directory));
    }

    /** The directory of an adapter that is added to it. */
    Optional<Path> givenAdapter() {
        return adapter.isBlank() ? Optional.empty() : Optional.of(Path.of(adapter));
    }

    /**
     * {@link LoraAdapter#digest} of that adapter.
     *
     * @throws ConfigException when it cannot be read
     */
    Optional<String> adapterDigest() {
        try {
            Optional<Path> given = givenAdapter();
            return given.isPresent() ? Optional.of(LoraAdapter.digest(given.get())) : Optional.empty();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /**
     * Checks the directories without reading the weights.
     *
     * @return the model's configuration; empty for the shipped model
     * @throws ConfigException naming the file, what was found and what was expected
     */
    public Optional<LmConfig> check() {
        Optional<LmConfig> model = given().map(BaseModelSettings::check);
        model.ifPresent(config -> givenAdapter().ifPresent(path -> checkAdapter(path, config)));
        return model;
    }

    private static LmConfig check(Path directory) {
        try {
            return ModelDirectory.check(directory);
        } catch (IOException e) {
            throw new ConfigException("base-model.directory cannot be used: " + e.getMessage());
        }
    }

    private static void checkAdapter(Path directory, LmConfig model) {
        try {
            LoraAdapter.check(directory, model);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static ConfigException unusable(IOException problem) {
        return new ConfigException("base-model.adapter cannot be used: " + problem.getMessage());
    }
}
