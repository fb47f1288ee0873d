package io.thumbstream.launcher.docs;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.runtime.catalog.Catalog;
import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.config.SettingsOutline;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Pages about what can be set: the configuration, and the techniques of every catalogue. */
final class SettingsPages {
    private final Javadoc javadoc;

    SettingsPages(Javadoc javadoc) {
        this.javadoc = javadoc;
    }

    String configuration() {
        Markdown page = new Markdown("Configuration")
                .paragraph(
                        "Values come from these defaults, then from each `--config FILE` (YAML, left to right), then from "
                                + "environment variables (`learner.model-name` is `THUMBSTREAM_LEARNER_MODEL_NAME`), then from `--set KEY=VALUE`. "
                                + "Unknown keys and wrong types are refused, all at once. `thumbstream config print --origins` says where each "
                                + "value came from. A technique is a name of [techniques](techniques.md), or `{name: ..., <setting>: ...}`.");
        Map<String, List<List<String>>> sections = new LinkedHashMap<>();
        for (SettingsOutline.Key key : SettingsOutline.of(ThumbstreamSettings.defaults())) {
            String section = key.path().contains(".") ? key.path().replaceFirst("\\..*", "") : "at the root";
            sections.computeIfAbsent(section, unused -> new ArrayList<>())
                    .add(List.of(
                            Markdown.code(key.path()),
                            key.type(),
                            standard(key),
                            javadoc.component(key.owner(), key.component())));
        }
        sections.forEach(
                (section, rows) -> page.heading(section).table(List.of("key", "type", "default", "meaning"), rows));
        return page.toString();
    }

    /** Keys of the configuration and of the techniques that no comment explains. */
    List<String> unexplained() {
        List<String> missing = new ArrayList<>();
        List<SettingsOutline.Key> keys = new ArrayList<>(SettingsOutline.of(ThumbstreamSettings.defaults()));
        for (Catalog<?> catalog : catalogs().values()) {
            for (String name : catalog.names()) {
                keys.addAll(SettingsOutline.of(catalog.settings(name)));
                Class<?> type = catalog.create(name).getClass();
                if (javadoc.sentence(type).isEmpty()) {
                    missing.add(type.getName());
                }
            }
        }
        keys.stream()
                .filter(key -> javadoc.component(key.owner(), key.component()).isEmpty())
                .forEach(key -> missing.add(key.owner().getName() + ": @param " + key.component()));
        return missing.stream().distinct().toList();
    }

    String techniques() {
        Markdown page = new Markdown("Techniques")
                .paragraph(
                        "Every technique by the name under which the [configuration](configuration.md) chooses it, with its default "
                                + "settings. [Adding one](../extending.md) is one file, one line and one test.");
        catalogs().forEach((type, catalog) -> {
            List<List<String>> rows = catalog.names().stream()
                    .map(name -> technique(catalog, name))
                    .toList();
            page.heading(catalog.kind())
                    .paragraph(javadoc.sentence(type) + " (" + Markdown.code(type.getSimpleName()) + ")")
                    .table(List.of("name", "what it is", "settings"), rows);
        });
        return page.toString();
    }

    private List<String> technique(Catalog<?> catalog, String name) {
        Class<?> type = catalog.create(name).getClass();
        String note = type.isAnnotationPresent(Experimental.class) ? " Experimental." : "";
        String settings = SettingsOutline.of(catalog.settings(name)).stream()
                .map(key -> Markdown.code(key.path()) + " " + standard(key) + ": "
                        + javadoc.component(key.owner(), key.component()))
                .collect(Collectors.joining("<br>"));
        return List.of(
                Markdown.code(name),
                javadoc.sentence(type) + note + " (" + Markdown.code(type.getSimpleName()) + ")",
                settings);
    }

    private static String standard(SettingsOutline.Key key) {
        return key.standard().map(Markdown::value).map(Markdown::code).orElse("none");
    }

    /** Every catalogue of every module by its extension interface, in the order of what they hold. */
    private static Map<Class<?>, Catalog<?>> catalogs() {
        Map<Class<?>, Catalog<?>> catalogs = new LinkedHashMap<>();
        new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.thumbstream")
                        .stream()
                        .flatMap(type -> type.getFields().stream())
                        .filter(field -> field.getRawType().isEquivalentTo(Catalog.class)
                                && field.getModifiers().contains(JavaModifier.STATIC))
                        .map(field ->
                                Map.<Class<?>, Catalog<?>>entry(extension(field.reflect()), read(field.reflect())))
                        .sorted(Comparator.comparing(entry -> entry.getValue().kind()))
                        .forEach(entry -> catalogs.put(entry.getKey(), entry.getValue()));
        return catalogs;
    }

    private static Class<?> extension(Field field) {
        return (Class<?>) ((ParameterizedType) field.getGenericType()).getActualTypeArguments()[0];
    }

    private static Catalog<?> read(Field field) {
        try {
            return (Catalog<?>) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " cannot be read; make catalogues public", e);
        }
    }
}
