package io.thumbstream.launcher.command;

import io.thumbstream.launcher.technique.TechniqueCheck;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.runtime.config.ConfigLoader;
import io.thumbstream.runtime.config.ConfigSources;
import io.thumbstream.runtime.config.Loaded;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that every verb with settings shares. */
public final class ConfigOptions {
    /** Variables of the start script, not settings. */
    private static final Set<String> SCRIPT_VARIABLES = Set.of(
            "THUMBSTREAM_CHROMIUM",
            "THUMBSTREAM_HEAP",
            "THUMBSTREAM_LOG",
            "THUMBSTREAM_TIER",
            "THUMBSTREAM_JAVA_OPTIONS");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML settings; several are laid over each other, left to right.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting, for example gateway.port=8090.")
    private List<String> assignments = new ArrayList<>();

    @Option(names = "--data-dir", paramLabel = "DIR", description = "Where topics, models and state live (./data).")
    private @Nullable Path dataDir;

    @Option(names = "--seed", paramLabel = "N", description = "Root of all randomness.")
    private @Nullable Long seed;

    /**
     * Settings from defaults, files, environment and command line; all problems are reported together. Techniques that do not fit together
     * are refused.
     */
    public Loaded<ThumbstreamSettings> load() {
        return load(ThumbstreamSettings.defaults());
    }

    /**
     * The settings alone, for a verb that starts no service and only looks at what a run left: keys and values are checked as ever, but
     * not whether techniques are there and fit together, which takes making all of them. Where nothing is given but the data directory and
     * the seed, the defaults are taken as they are.
     */
    public ThumbstreamSettings settings() {
        return settings(System.getenv());
    }

    ThumbstreamSettings settings(Map<String, String> variables) {
        ThumbstreamSettings defaults = ThumbstreamSettings.defaults();
        String place = dataDir == null ? defaults.dataDir() : dataDir.toString();
        boolean plain = files.isEmpty()
                && assignments.isEmpty()
                && !place.isBlank()
                && variables.keySet().stream()
                        .noneMatch(name -> name.startsWith(ConfigLoader.PREFIX) && !SCRIPT_VARIABLES.contains(name));
        return plain
                ? defaults.at(place, seed == null ? defaults.seed() : seed)
                : bound(defaults, variables, List.of()).value();
    }

    /** The same over other defaults, for a verb with a task of its own. */
    public Loaded<ThumbstreamSettings> load(ThumbstreamSettings defaults) {
        return load(defaults, System.getenv());
    }

    /** The same with {@code more} settings that options of a verb stand for; they win over {@code --set}. */
    Loaded<ThumbstreamSettings> load(List<String> more) {
        return load(ThumbstreamSettings.defaults(), System.getenv(), more);
    }

    /** The same with the environment of another process, such as a container. */
    public Loaded<ThumbstreamSettings> load(ThumbstreamSettings defaults, Map<String, String> variables) {
        return load(defaults, variables, List.of());
    }

    private Loaded<ThumbstreamSettings> load(
            ThumbstreamSettings defaults, Map<String, String> variables, List<String> more) {
        Loaded<ThumbstreamSettings> loaded = bound(defaults, variables, more);
        TechniqueCheck.check(loaded.value());
        return loaded;
    }

    private Loaded<ThumbstreamSettings> bound(
            ThumbstreamSettings defaults, Map<String, String> variables, List<String> more) {
        Map<String, String> environment = new HashMap<>(variables);
        environment.keySet().removeAll(SCRIPT_VARIABLES);
        List<String> all = new ArrayList<>(assignments);
        all.addAll(more);
        if (dataDir != null) {
            all.add("data-dir=" + dataDir);
        }
        if (seed != null) {
            all.add("seed=" + seed);
        }
        return ConfigLoader.load(ThumbstreamSettings.class, defaults, new ConfigSources(files, environment, all));
    }

    /** The {@code --seed} given, if any. */
    public OptionalLong seed() {
        return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
    }
}
