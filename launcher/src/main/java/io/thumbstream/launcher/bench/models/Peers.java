package io.thumbstream.launcher.bench.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The same work in Python libraries, as far as they are installed, by a script of this project.
 *
 * <p>The script prints one line for each number, {@code {"name": ..., "value": ...}}, and {@code {"absent": "torch"}} for each library
 * that is not there, with the reason behind a colon where it is there and does not do the work.
 */
final class Peers {
    private static final long MINUTES = 30;

    private final String python;
    private final Path script;
    private final Consumer<String> say;

    /** @param say told what is not there */
    Peers(String python, Path script, Consumer<String> say) {
        this.python = python;
        this.script = script;
        this.say = say;
    }

    /** All numbers by name; empty when Python, the script or the libraries are absent. */
    Map<String, Double> measure() throws IOException, InterruptedException {
        return measure(List.of());
    }

    /**
     * The same of what {@code options} of the script name.
     *
     * @param options such as {@code --part step}; none for everything
     */
    Map<String, Double> measure(List<String> options) throws IOException, InterruptedException {
        if (!Files.isRegularFile(script)) {
            say.accept("no peers: " + script + " is not there");
            return Map.of();
        }
        List<String> command = new ArrayList<>(List.of(python, script.toString()));
        command.addAll(options);
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            say.accept("no peers: " + python + " does not start: " + e.getMessage());
            return Map.of();
        }
        Map<String, Double> found = new TreeMap<>();
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                read(line, found);
            }
        }
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroy();
            say.accept("peers: " + script + " ended with a failure; its numbers are left out");
            return Map.of();
        }
        return found;
    }

    private void read(String line, Map<String, Double> found) {
        try {
            JsonNode node = new ObjectMapper().readTree(line);
            if (node.has("absent")) {
                say.accept("peer absent: " + node.path("absent").asText());
            } else if (node.path("value").isNumber()) {
                found.put(node.path("name").asText(), node.path("value").asDouble());
            }
        } catch (JsonProcessingException e) {
            say.accept("peers: not understood: " + line);
        }
    }
}
