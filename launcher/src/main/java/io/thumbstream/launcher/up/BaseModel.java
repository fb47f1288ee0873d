package io.thumbstream.launcher.up;

import io.thumbstream.lab.pretrain.SupportModel;
import io.thumbstream.launcher.console.Causes;
import io.thumbstream.model.lm.LmConfig;
import io.thumbstream.model.lm.LmConfigFile;
import io.thumbstream.model.lm.ModelDirectory;
import io.thumbstream.runtime.error.ConfigException;
import io.thumbstream.runtime.error.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Version 0 of the policy: the model of the settings, copied into the data directory. */
public final class BaseModel {
    private BaseModel() {}

    /** Directory of version 0 of {@code policy/<modelName>} below {@code dataDir}, the shipped model unless it is there already. */
    public static Path install(Path dataDir, String modelName) {
        return install(dataDir, modelName, BaseModelSettings.defaults());
    }

    /**
     * Directory of version 0 of {@code policy/<modelName>} below {@code dataDir}; written when it is not there yet.
     *
     * @throws ConfigException when the model of the settings cannot be used, or another one is there
     */
    public static Path install(Path dataDir, String modelName, BaseModelSettings settings) {
        Path target = directory(dataDir, modelName, 0);
        Optional<LmConfig> given = settings.check();
        if (Files.isDirectory(target)) {
            given.ifPresent(config -> requireSame(target, config, settings));
            return target;
        }
        try {
            Path parent = dataDir.resolve("models").resolve("policy-" + modelName);
            Files.createDirectories(parent);
            Path fresh = Files.createTempDirectory(parent, ".install-");
            if (settings.given().isPresent()) {
                Groundwork.engine(); // the sums with an adapter round by the threads of an operation
                ModelDirectory.copy(settings.given().get(), fresh, settings.context(), settings.givenAdapter());
            } else {
                String unused = SupportModel.copyTo(fresh);
            }
            return Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new FatalException(
                    "the base model cannot be written to " + target + " (" + Causes.of(e)
                            + "); check the model, space and permissions",
                    e);
        }
    }

    /** A data directory keeps the model it began with, since everything learned in it grew out of that. */
    private static void requireSame(Path target, LmConfig given, BaseModelSettings settings) {
        LmConfig there;
        Optional<String> added;
        try {
            there = LmConfigFile.read(target);
            added = ModelDirectory.adapted(target);
        } catch (IOException e) {
            throw new FatalException(
                    "version 0 in " + target + " cannot be read (" + Causes.of(e)
                            + "); restore it from a backup, or give another --data-dir",
                    e);
        }
        if (!there.equals(given.withContext(settings.context()))) {
            throw new ConfigException("base-model is " + given.withContext(settings.context()) + " but " + target
                    + " holds " + there + "; name the model it began with, or another data-dir or model name");
        }
        if (!added.equals(settings.adapterDigest())) {
            throw new ConfigException("base-model.adapter is "
                    + settings.givenAdapter().map(Path::toString).orElse("empty") + " but " + target + " began "
                    + began(added, settings) + "; name what it began with, or another data-dir or model name");
        }
    }

    private static String began(Optional<String> added, BaseModelSettings settings) {
        if (added.isEmpty()) {
            return "without an adapter";
        }
        return settings.givenAdapter().isPresent() ? "with another adapter" : "with an adapter";
    }

    /** Where a policy version lies. */
    public static Path directory(Path dataDir, String modelName, long version) {
        return dataDir.resolve("models").resolve("policy-" + modelName).resolve(String.format("v%08d", version));
    }
}
