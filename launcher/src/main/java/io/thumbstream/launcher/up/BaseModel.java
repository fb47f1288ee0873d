package io.thumbstream.launcher.up;

import io.thumbstream.lab.pretrain.SupportModel;
import io.thumbstream.runtime.error.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The shipped policy: copied from the class path into the data directory as version 0. */
public final class BaseModel {
    private BaseModel() {}

    /** Directory of version 0 of {@code policy/<modelName>} below {@code dataDir}; written when it is not there yet. */
    public static Path install(Path dataDir, String modelName) {
        Path target = directory(dataDir, modelName, 0);
        if (Files.isDirectory(target)) {
            return target;
        }
        try {
            Path parent = dataDir.resolve("models").resolve("policy-" + modelName);
            Files.createDirectories(parent);
            Path fresh = Files.createTempDirectory(parent, ".install-");
            String unused = SupportModel.copyTo(fresh);
            return Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new FatalException(
                    "the shipped model cannot be written to " + target + " (" + e.getMessage()
                            + "); check space and permissions",
                    e);
        }
    }

    /** Where a policy version lies. */
    static Path directory(Path dataDir, String modelName, long version) {
        return dataDir.resolve("models").resolve("policy-" + modelName).resolve(String.format("v%08d", version));
    }
}
