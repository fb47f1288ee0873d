package io.thumbstream.launcher.docs;

import io.thumbstream.launcher.technique.ExtensionPoint;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.runtime.config.SettingsOutline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The page about what can be set. */
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
        for (ExtensionPoint point : ExtensionPoint.all()) {
            for (String name : point.catalog().names()) {
                keys.addAll(SettingsOutline.of(point.catalog().settings(name)));
                Class<?> type = point.catalog().create(name).getClass();
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

    static String standard(SettingsOutline.Key key) {
        return key.standard().map(Markdown::value).map(Markdown::code).orElse("none");
    }
}
