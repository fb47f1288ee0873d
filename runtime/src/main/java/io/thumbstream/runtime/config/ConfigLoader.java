package io.thumbstream.runtime.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Settings from defaults overlaid by YAML files, then environment variables, then command-line assignments.
 *
 * <p>Strict: unknown keys, wrong types, values out of range and unreadable secrets are all collected and refused together.
 */
public final class ConfigLoader {
    /** Prefix of environment variables that are settings: {@code THUMBSTREAM_LEARNER_BATCH_SIZE}. */
    public static final String PREFIX = "THUMBSTREAM_";

    private static final String DEFAULT = "default";
    private static final ObjectMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());
    private static final ObjectMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final Shape shape;
    private final List<String> problems = new ArrayList<>();
    private final List<Layer> layers = new ArrayList<>();
    private JsonNode tree;

    private ConfigLoader(Shape shape, JsonNode defaults) {
        this.shape = shape;
        this.tree = defaults;
    }

    /**
     * Loads settings.
     *
     * @throws ConfigException with every problem found
     */
    public static <R extends Record> Loaded<R> load(Class<R> type, R defaults, ConfigSources sources) {
        ConfigLoader loader = new ConfigLoader(Shape.of(type), SettingsWriter.toTree(defaults));
        sources.files().forEach(loader::file);
        new TreeMap<>(sources.environment()).forEach(loader::variable);
        sources.assignments().forEach(loader::assignment);
        return loader.finish(type, sources.environment());
    }

    private <R extends Record> Loaded<R> finish(Class<R> type, Map<String, String> environment) {
        JsonNode resolved = new Secrets(environment, problems).resolve(tree, "");
        Object value = new SettingsBinder(problems).bind(shape, resolved, "");
        if (value == null || !problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        ObjectNode effective = (ObjectNode) Secrets.hide(SettingsWriter.toTree(type.cast(value)), tree);
        Map<String, String> origins = new LinkedHashMap<>();
        leaves("", effective, origins);
        return new Loaded<>(type.cast(value), effective, origins, hash(effective));
    }

    private void file(Path file) {
        try {
            JsonNode overlay = YAML.readTree(Files.readString(file));
            if (!overlay.isMissingNode() && !overlay.isNull()) {
                lay(file.toString(), overlay);
            }
        } catch (JsonProcessingException e) {
            problems.add(file + " is not readable YAML: " + e.getOriginalMessage() + " at line "
                    + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()));
        } catch (IOException e) {
            problems.add(file + " cannot be read; check path and permissions");
        }
    }

    private void variable(String name, String value) {
        if (!name.startsWith(PREFIX)) {
            return;
        }
        KeyPaths paths = new KeyPaths(shape);
        String setting = name.substring(PREFIX.length());
        paths.ofVariable(setting)
                .ifPresentOrElse(
                        path -> lay("environment " + name, paths.assign(path, value)),
                        () -> problems.add("environment variable " + name + " names no setting"
                                + Suggestions.nearest(setting, paths.variables())
                                        .replace("'", "")
                                        .replace("mean ", "mean " + PREFIX)
                                + "; unset it"));
    }

    private void assignment(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            problems.add("--set " + text + " is not key.path=value");
            return;
        }
        String path = text.substring(0, equals);
        try {
            lay("--set " + path, new KeyPaths(shape).assign(path, text.substring(equals + 1)));
        } catch (IllegalArgumentException e) {
            problems.add("--set " + path + ": " + e.getMessage());
        }
    }

    private void lay(String origin, JsonNode overlay) {
        SettingsMerger merger = new SettingsMerger(problems, origin);
        tree = merger.merge(shape, tree, overlay, "");
        layers.add(new Layer(origin, merger.touched()));
    }

    private void leaves(String path, JsonNode node, Map<String, String> origins) {
        if (node.isObject()) {
            node.properties().forEach(entry -> leaves(Keys.join(path, entry.getKey()), entry.getValue(), origins));
        } else {
            origins.put(path, origin(path));
        }
    }

    private String origin(String path) {
        String origin = DEFAULT;
        for (Layer layer : layers) {
            if (layer.gives(path)) {
                origin = layer.origin();
            }
        }
        return origin;
    }

    private static String hash(ObjectNode effective) {
        try {
            Object plain = CANONICAL.treeToValue(effective, Object.class);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(CANONICAL.writeValueAsBytes(plain));
            return HexFormat.of().formatHex(digest);
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("a settings tree cannot be hashed", e);
        }
    }

    /** Paths that one source gave. */
    private record Layer(String origin, Set<String> touched) {
        boolean gives(String path) {
            return touched.contains(path) || touched.stream().anyMatch(prefix -> path.startsWith(prefix + "."));
        }
    }
}
