package io.thumbstream.launcher.whatif;

import io.thumbstream.launcher.recorded.Absent;
import io.thumbstream.launcher.technique.TechniqueCheck;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.runtime.config.ConfigLoader;
import io.thumbstream.runtime.config.ConfigSources;
import io.thumbstream.runtime.config.Loaded;
import io.thumbstream.runtime.error.ConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Arms from the settings of the run and what is laid over them. */
final class Overlays {
    private static final String RECORDED = "as-recorded";
    private static final String WITHOUT = "without-users";
    private static final List<String> EFFECTIVE =
            List.of("learner.policy.", "learner.reward.", "reward.transforms", "seed");

    private final ThumbstreamSettings base;
    private final Absent erased;

    /** @param erased people whose records count in no arm */
    Overlays(ThumbstreamSettings base, Absent erased) {
        this.base = base;
        this.erased = erased;
    }

    /**
     * The run as it was, then one arm for each file, named after it.
     *
     * @throws ConfigException when a file is not sound, changes what a recorded stream cannot show, or has the name of another
     */
    List<Arm> arms(List<Path> files) {
        List<Arm> arms = new ArrayList<>();
        arms.add(arm(RECORDED, base, erased));
        for (Path file : files) {
            Loaded<ThumbstreamSettings> loaded = ConfigLoader.load(
                    ThumbstreamSettings.class, base, new ConfigSources(List.of(file), Map.of(), List.of()));
            check(file, loaded);
            TechniqueCheck.check(loaded.value());
            String name = name(file);
            if (name.equals(WITHOUT) || arms.stream().anyMatch(arm -> arm.name().equals(name))) {
                throw new ConfigException("two arms would be called " + name + "; rename " + file);
            }
            arms.add(arm(name, loaded.value(), erased));
        }
        return arms;
    }

    /** The run as it was but for some people; no file may give an arm this name. */
    static Arm without(ThumbstreamSettings base, Absent absent) {
        return arm(WITHOUT, base, absent);
    }

    private static Arm arm(String name, ThumbstreamSettings settings, Absent absent) {
        return new Arm(name, settings.learner(), settings.reward(), settings.seed(), absent);
    }

    private static void check(Path file, Loaded<ThumbstreamSettings> loaded) {
        List<String> idle = loaded.origins().entrySet().stream()
                .filter(origin -> origin.getValue().equals(file.toString()))
                .map(Map.Entry::getKey)
                .filter(path -> EFFECTIVE.stream().noneMatch(path::startsWith))
                .toList();
        if (!idle.isEmpty()) {
            throw new ConfigException(file + " sets " + String.join(", ", idle)
                    + ", which cannot change a stream that is already recorded; set only learner.policy, learner.reward,"
                    + " reward.transforms and seed");
        }
    }

    /** The file's name without its ending, in small letters, digits and hyphens. */
    private static String name(Path file) {
        String plain = String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
        String kebab =
                plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        return kebab.isEmpty() || !Character.isLetter(kebab.charAt(0)) ? "arm-" + kebab : kebab;
    }
}
