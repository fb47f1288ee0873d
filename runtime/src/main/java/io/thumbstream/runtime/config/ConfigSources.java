package io.thumbstream.runtime.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What overlays the defaults, weakest first: files left to right, environment, command line.
 *
 * @param files YAML files
 * @param environment variables; those that begin with {@code THUMBSTREAM_} are settings
 * @param assignments {@code key.path=value} in the order given
 */
public record ConfigSources(List<Path> files, Map<String, String> environment, List<String> assignments) {
    public ConfigSources {
        files = List.copyOf(files);
        environment = Map.copyOf(environment);
        assignments = List.copyOf(assignments);
    }

    /** Nothing but the defaults. */
    public static ConfigSources none() {
        return new ConfigSources(List.of(), Map.of(), List.of());
    }
}
