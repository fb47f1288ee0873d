package io.thumbstream.runtime.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.runtime.config.SettingsBinder;
import io.thumbstream.runtime.config.SettingsWriter;
import io.thumbstream.runtime.config.Suggestions;
import io.thumbstream.runtime.error.ConfigException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The named techniques of one extension point, each with vetted default settings and a factory.
 *
 * <p>Immutable: {@code add} returns a larger catalogue. User settings are a tree of kebab-case keys that overlays the defaults;
 * unknown keys, wrong types and values out of range are all reported together.
 *
 * @param <T> extension interface
 */
public final class Catalog<T> {
    private final String kind;
    private final Map<String, Entry<T, ?>> entries;
    private final List<String> broken;

    private Catalog(String kind, Map<String, Entry<T, ?>> entries, List<String> broken) {
        this.kind = kind;
        this.entries = entries;
        this.broken = List.copyOf(broken);
    }

    /**
     * An empty catalogue.
     *
     * @param kind what it holds, in words for messages: {@code policy objective}
     */
    public static <T> Catalog<T> of(String kind) {
        return new Catalog<>(kind, Map.of(), List.of());
    }

    /**
     * The catalogue with one more technique.
     *
     * @param name kebab-case
     * @param defaults the vetted settings, a record
     * @param factory makes the technique from settings
     * @throws IllegalArgumentException when the name is malformed or taken
     */
    public <S extends Record> Catalog<T> add(String name, S defaults, Function<S, ? extends T> factory) {
        if (!name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException(kind + " name '" + name + "' is not kebab-case; rename it");
        }
        Map<String, Entry<T, ?>> larger = new LinkedHashMap<>(entries);
        if (larger.put(name, new Entry<>(defaults, factory)) != null) {
            throw new IllegalArgumentException(kind + " '" + name + "' is there already; choose another name");
        }
        return new Catalog<>(kind, larger, broken);
    }

    /** The catalogue with one more technique that has no settings. */
    public Catalog<T> add(String name, Supplier<? extends T> factory) {
        return add(name, new NoSettings(), settings -> factory.get());
    }

    /**
     * The catalogue with the techniques of every plug-in for {@code type} found on the class path.
     *
     * <p>Catalogues are constants, and an exception while a class is loaded hides its reason. So a plug-in that cannot be loaded or
     * whose name is taken is kept as a problem, and every later {@link #create(String)} refuses with it.
     */
    public Catalog<T> withExtensions(Class<T> type) {
        Catalog<T> result = this;
        try {
            for (CatalogExtension<?> extension : ServiceLoader.load(CatalogExtension.class)) {
                if (extension.type().equals(type)) {
                    @SuppressWarnings("unchecked") // type() proves T
                    CatalogExtension<T> typed = (CatalogExtension<T>) extension;
                    result = result.with(typed);
                }
            }
        } catch (ServiceConfigurationError e) {
            result = result.refusing("a plug-in cannot be loaded: " + e.getMessage() + "; mend it or remove it");
        }
        return result;
    }

    private Catalog<T> with(CatalogExtension<T> plugIn) {
        try {
            return plugIn.extend(this);
        } catch (IllegalArgumentException e) {
            return refusing("plug-in " + plugIn.getClass().getName() + ": " + e.getMessage());
        }
    }

    private Catalog<T> refusing(String problem) {
        List<String> more = new ArrayList<>(broken);
        more.add(problem);
        return new Catalog<>(kind, entries, more);
    }

    /** What the catalogue holds, in words. */
    public String kind() {
        return kind;
    }

    /** Names in the order of registration. */
    public List<String> names() {
        return List.copyOf(entries.keySet());
    }

    /** Default settings of a technique; a record without components when it has none. */
    public Record settings(String name) {
        return entry(name).defaults();
    }

    /** Default settings of a technique as a tree of kebab-case keys. */
    public ObjectNode defaults(String name) {
        return SettingsWriter.toTree(entry(name).defaults());
    }

    /** The technique with its default settings. */
    public T create(String name) {
        return create(name, JsonNodeFactory.instance.objectNode());
    }

    /** The chosen technique. */
    public T create(TechniqueChoice choice) {
        return create(choice.name(), choice.settings());
    }

    /**
     * The technique with the settings of {@code overlay} over its defaults.
     *
     * @throws ConfigException with every problem: unknown name or key (the nearest is suggested), wrong type, out of range
     */
    public T create(String name, JsonNode overlay) {
        return entry(name).create(kind + " '" + name + "'", overlay);
    }

    /** Problems of a choice, without keeping the technique; empty when {@link #create(TechniqueChoice)} would succeed. */
    public List<String> problems(TechniqueChoice choice) {
        try {
            T unused = create(choice);
            return List.of();
        } catch (ConfigException e) {
            return e.problems();
        }
    }

    private Entry<T, ?> entry(String name) {
        if (!broken.isEmpty()) {
            throw new ConfigException(broken);
        }
        Entry<T, ?> entry = entries.get(name);
        if (entry == null) {
            throw new ConfigException("no " + kind + " is called '" + name + "'" + Suggestions.nearest(name, names())
                    + "; known: " + String.join(", ", names()));
        }
        return entry;
    }

    private record Entry<T, S extends Record>(S defaults, Function<S, ? extends T> factory) {
        T create(String where, JsonNode overlay) {
            S settings = SettingsBinder.overlay(defaults, overlay, where);
            try {
                return factory.apply(settings);
            } catch (IllegalArgumentException e) {
                throw new ConfigException(where + ": " + e.getMessage());
            }
        }
    }

    private record NoSettings() {}
}
