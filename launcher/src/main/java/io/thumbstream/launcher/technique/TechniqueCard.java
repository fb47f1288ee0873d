package io.thumbstream.launcher.technique;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.catalog.Signal;
import io.thumbstream.runtime.catalog.Technique;
import io.thumbstream.runtime.config.SettingsOutline;
import io.thumbstream.runtime.config.Suggestions;
import io.thumbstream.runtime.error.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Everything that is known about one technique.
 *
 * @param point where it plugs in
 * @param name catalogue name
 * @param type class that implements it
 * @param needs signals that must be there before it
 * @param provides signals that are there after it
 * @param settings its settings with their defaults
 * @param explanation what its comments say
 */
public record TechniqueCard(
        ExtensionPoint point,
        String name,
        Class<?> type,
        SortedSet<Signal> needs,
        SortedSet<Signal> provides,
        List<SettingsOutline.Key> settings,
        Explanation explanation) {

    /** One card for every entry of every catalogue. */
    public static List<TechniqueCard> all() {
        Map<String, Explanation> explanations = Explanation.all();
        List<TechniqueCard> cards = new ArrayList<>();
        for (ExtensionPoint point : ExtensionPoint.all()) {
            for (String name : point.catalog().names()) {
                String key = Explanation.key(point.kind(), name);
                cards.add(of(point, name, explanations.getOrDefault(key, Explanation.none())));
            }
        }
        return List.copyOf(cards);
    }

    /** The card of an entry. */
    public static TechniqueCard of(ExtensionPoint point, String name, Explanation explanation) {
        Object made = point.catalog().create(name);
        boolean stage = made instanceof Technique;
        return new TechniqueCard(
                point,
                name,
                made.getClass(),
                new TreeSet<>(stage ? ((Technique) made).needs() : Set.of()),
                new TreeSet<>(stage ? ((Technique) made).provides() : Set.of()),
                SettingsOutline.of(point.catalog().settings(name)),
                explanation);
    }

    /**
     * The cards of that name; a name may stand in several catalogues.
     *
     * @throws ConfigException when there is none, with the nearest name
     */
    static List<TechniqueCard> named(String name) {
        List<TechniqueCard> all = all();
        List<TechniqueCard> found =
                all.stream().filter(card -> card.name().equals(name)).toList();
        if (found.isEmpty()) {
            List<String> names = all.stream().map(TechniqueCard::name).toList();
            throw new ConfigException("no technique is called '" + name + "'" + Suggestions.nearest(name, names)
                    + "; `thumbstream techniques list` names them all");
        }
        return found;
    }

    /** Whether it has no page of results and may change in any release. */
    public boolean experimental() {
        return type.isAnnotationPresent(Experimental.class);
    }

    ObjectNode toJson() {
        ObjectNode card = new ObjectMapper().createObjectNode();
        card.put("name", name)
                .put("kind", point.kind())
                .put("class", type.getName())
                .put("experimental", experimental())
                .put("summary", explanation.summary())
                .put("formula", explanation.formula())
                .put("source", explanation.source())
                .put("remarks", explanation.remarks());
        signals(card, "needs", needs);
        signals(card, "provides", provides);
        var listed = card.putArray("settings");
        for (SettingsOutline.Key key : settings) {
            ObjectNode setting = listed.addObject()
                    .put("key", key.path())
                    .put("type", key.type())
                    .put("meaning", explanation.settings().getOrDefault(key.path(), ""));
            key.standard().ifPresent(value -> setting.set("default", value));
        }
        point.keys().forEach(card.putArray("chosen-by")::add);
        explanation.results().forEach(card.putArray("results")::add);
        return card;
    }

    private static void signals(ObjectNode card, String key, Set<Signal> signals) {
        var array = card.putArray(key);
        signals.forEach(signal -> array.add(signal.name()));
    }
}
