package io.thumbstream.launcher.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.launcher.console.Causes;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.runtime.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Results that are done, a file each, so that an experiment that was stopped goes on. A file under another key or of another form is passed
 * over and replaced.
 *
 * @param <T> a result
 */
public final class ResultStore<T> {
    private static final String KEY = "key";
    private static final String FORM = "form";
    private static final String ENDING = ".json";
    /** Characters of a key's digest in the name of a file. */
    private static final int NAMED = 12;

    private final Path directory;
    private final String key;
    private final Form<T> form;
    private final String ending;

    /**
     * How a result is written into its file, beside {@code key} and {@code form}.
     *
     * @param <T> a result
     */
    public interface Form<T> {
        /** At least 1; raised when what is written changes, so that files of before are passed over. */
        int number();

        /** Writes all of a result. */
        void write(T result, ObjectNode file);

        /** The result that was written in this form. */
        T read(JsonNode file) throws IOException;
    }

    /** @param key everything that a result depends on but what its file is named by: build, settings and data */
    public ResultStore(Path directory, String key, Form<T> form) {
        this(directory, key, form, ENDING);
    }

    private ResultStore(Path directory, String key, Form<T> form, String ending) {
        this.directory = directory;
        this.key = key;
        this.form = form;
        this.ending = ending;
    }

    /** The same with files of its own for every key, so that what another build or other settings came to stays beside it. */
    public ResultStore<T> besideOthers() {
        return new ResultStore<>(directory, key, form, "-" + Digests.of(key).substring(0, NAMED) + ENDING);
    }

    /**
     * The result of this name, if there is one under the key and in the form of today.
     *
     * @throws IOException when its file cannot be read, or is damaged
     */
    public Optional<T> find(String name) throws IOException {
        Path file = file(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode node = tree(file);
        if (!node.path(KEY).asText().equals(key) || node.path(FORM).asInt() != form.number()) {
            return Optional.empty();
        }
        return Optional.of(form.read(node));
    }

    private static JsonNode tree(Path file) throws IOException {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new IOException(
                    file + " is damaged (" + Causes.of(e) + "); remove it, so that its run is made again", e);
        }
    }

    /** Keeps a result, whole or not at all, in place of an earlier one of its name. */
    public void save(String name, T result) throws IOException {
        ObjectNode node = new ObjectMapper().createObjectNode().put(KEY, key).put(FORM, form.number());
        form.write(result, node);
        WholeFile.write(file(name), node.toString());
    }

    private Path file(String name) {
        return directory.resolve(name + ending);
    }
}
