package io.thumbstream.launcher.up;

import io.thumbstream.model.lm.LmConfig;
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
 * @param context most tokens of a prompt with its answer, at least 16, where the model could take more; memory of the generator grows
 *     with it
 */
public record BaseModelSettings(String directory, int context) {
    private static final int LEAST_CONTEXT = 16;

    public BaseModelSettings {
        if (context < LEAST_CONTEXT) {
            throw new IllegalArgumentException(
                    "base-model.context is " + context + "; give at least " + LEAST_CONTEXT + " tokens");
        }
    }

    /** The shipped model. */
    public static BaseModelSettings defaults() {
        return new BaseModelSettings("", 1024);
    }

    /** The directory of a model that did not ship with the product. */
    Optional<Path> given() {
        return directory.isBlank() ? Optional.empty() : Optional.of(Path.of(directory));
    }

    /**
     * Checks the directory without reading the weights.
     *
     * @return the model's configuration; empty for the shipped model
     * @throws ConfigException naming the file, what was found and what was expected
     */
    public Optional<LmConfig> check() {
        return given().map(BaseModelSettings::check);
    }

    private static LmConfig check(Path directory) {
        try {
            return ModelDirectory.check(directory);
        } catch (IOException e) {
            throw new ConfigException("base-model.directory cannot be used: " + e.getMessage());
        }
    }
}
