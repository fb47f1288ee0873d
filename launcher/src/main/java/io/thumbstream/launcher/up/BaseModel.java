package io.thumbstream.launcher.up;

import io.thumbstream.runtime.error.FatalException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The shipped policy: copied from the class path into the data directory as version 0 of {@code policy/support}. */
final class BaseModel {
    static final String NAME = "support";
    private static final String RESOURCES = "/io/thumbstream/lab/support-model/";
    private static final List<String> FILES = List.of("config.json", "tokenizer.json", "model.safetensors");

    private BaseModel() {}

    /** Directory of version 0 below {@code dataDir}; written when it is not there yet. */
    static Path install(Path dataDir) {
        Path target = dataDir.resolve("models").resolve("policy-" + NAME).resolve("v00000000");
        if (Files.isDirectory(target)) {
            return target;
        }
        try {
            Files.createDirectories(target.getParent());
            Path fresh = Files.createTempDirectory(target.getParent(), ".install-");
            for (String file : FILES) {
                try (InputStream in = BaseModel.class.getResourceAsStream(RESOURCES + file)) {
                    if (in == null) {
                        throw new FatalException("the shipped model lacks " + file
                                + "; this build is incomplete: run `thumbstream pretrain` or build again");
                    }
                    Files.copy(in, fresh.resolve(file));
                }
            }
            return Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new FatalException(
                    "the shipped model cannot be written to " + target + "; check space and permissions", e);
        }
    }
}
