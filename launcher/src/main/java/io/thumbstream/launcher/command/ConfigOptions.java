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
        Loaded<ThumbstreamSettings> loaded =
                ConfigLoader.load(ThumbstreamSettings.class, defaults, new ConfigSources(files, environment, all));
        TechniqueCheck.check(loaded.value());
        return loaded;
    }

    /** The {@code --seed} given, if any. */
    public OptionalLong seed() {
        return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
    }
}
