package io.thumbstream.lab.pretrain;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.lm.CausalLm;
import io.thumbstream.model.lm.LmConfigFile;
import io.thumbstream.model.text.BpeVocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The base model of the support task that ships with the product. */
public final class SupportModel {
    private static final String FOLDER = "/io/thumbstream/lab/support-model/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private SupportModel() {}

    /** Files of the model, weights last. */
    public static List<String> files() {
        return List.of(LmConfigFile.NAME, BpeVocabulary.FILE, SupportPretraining.RECIPE_FILE, CausalLm.WEIGHTS);
    }

    /**
     * Copies the model into {@code directory} and checks the weights against their recorded digest.
     *
     * @return SHA-256 of the weights
     */
    public static String copyTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (String file : files()) {
            try (InputStream in = open(file)) {
                Files.copy(in, directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        String expected = recordedDigest();
        String found = Digests.ofFile(directory.resolve(CausalLm.WEIGHTS));
        if (!found.equals(expected)) {
            throw new IOException("The shipped weights have digest " + found + " instead of " + expected
                    + "; a build step altered them, exclude *.safetensors from resource filtering");
        }
        return found;
    }

    /** SHA-256 of the shipped weights as their recipe records it. */
    public static String recordedDigest() throws IOException {
        try (InputStream in = open(SupportPretraining.RECIPE_FILE)) {
            return JSON.readTree(in).path("weightsDigest").asText();
        }
    }

    private static InputStream open(String file) throws IOException {
        InputStream in = SupportModel.class.getResourceAsStream(FOLDER + file);
        if (in == null) {
            throw new IOException("Resource " + FOLDER + file + " is missing; build the lab module again");
        }
        return in;
    }
}
