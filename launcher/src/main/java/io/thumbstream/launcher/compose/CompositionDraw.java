package io.thumbstream.launcher.compose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.launcher.technique.ExtensionPoint;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.learner.replay.PairBuilders;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.interpret.Interpreters;
import io.thumbstream.runtime.catalog.Catalog;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.config.SettingsWriter;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Draws settings: for every place where techniques plug in one of them, or several in some order where several may stand, often in
 * another mode of theirs and now and then with a number changed; with answers of the first policy beside groups or without. What is drawn is
 * a function of the seed and the number of the draw, and of the catalogues.
 *
 * <p>Not every draw fits together, and not every changed setting is in its range; that such settings are refused with a reason is part
 * of what is tried.
 */
final class CompositionDraw {
    private static final String CORRECTIONS = "learner.reward.core.corrections.";
    private static final double OF_A_LIST = 0.4;
    private static final double CORRECTED = 0.04;
    private static final double OF_TERMS = 0.1;
    private static final double INTERPRETED = 0.9;
    private static final double CHANGED = 0.08;
    private static final double SILENT = 0.5;
    private static final double FOLLOWING = 0.2;
    private static final double READING = 0.5;
    private static final double OTHER_MODE = 0.3;
    private static final double BESIDE = 0.5;

    /** Sizes at which a step takes milliseconds; no technique is chosen by them. */
    private static final Map<String, Object> SMALL = Map.of(
            "learner.policy.groups-per-step",
            2,
            "learner.policy.max-wait",
            "0s",
            "learner.reward.ngram.features.hash-bits",
            10,
            "learner.reward.core.batch",
            8,
            "learner.reward.core.max-wait",
            "0s");

    private final long seed;
    private final ObjectNode defaults = SettingsWriter.toTree(ThumbstreamSettings.defaults());

    CompositionDraw(long seed) {
        this.seed = seed;
    }

    /** The draw with this number. */
    Composition draw(long number) {
        SeededRandom random = new SeededRandom(seed).child("composition").child(number);
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        List<String> names = new ArrayList<>();
        SMALL.forEach((key, value) -> put(settings, key, node(value)));
        for (ExtensionPoint point : ExtensionPoint.all()) {
            for (String key : drawable(point)) {
                SeededRandom own = random.child(key);
                List<TechniqueChoice> chosen =
                        several(key) ? some(point.catalog(), key, own) : List.of(one(point.catalog(), own));
                chosen.forEach(choice -> names.add(choice.name()));
                put(settings, key, tree(chosen, several(key)));
                if (key.startsWith(CORRECTIONS) && !chosen.isEmpty()) {
                    fallSilent(settings, key, own);
                }
            }
        }
        String trunk = random.child("trunk").nextDouble() < READING ? "transformer" : "ngram";
        put(settings, "learner.reward.trunk", node(trunk));
        int beside = random.child("start-answers").nextDouble() < BESIDE ? TinyStream.START_ANSWERS : 0;
        put(settings, "generator.start-answers.per-group", node(beside));
        followItself(settings, random.child("co-adaptation"));
        return new Composition(number, settings, names);
    }

    /** Lets the reward model learn from its own judgement in some of the draws, in rounds so short that several end, and be told of it. */
    private static void followItself(ObjectNode settings, SeededRandom random) {
        if (random.nextDouble() >= FOLLOWING) {
            return;
        }
        List<String> builders = PairBuilders.CATALOG.names();
        put(settings, "reward.joiner.own-answers", JsonNodeFactory.instance.booleanNode(true));
        put(
                settings,
                "learner.reward.core.co-adaptation",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("enabled", true)
                        .put("pairs", builders.get(random.nextInt(builders.size())))
                        .put("round-pairs", 4)
                        .put("gate", random.nextBoolean() ? 0.6 : 0)
                        .put("least-audits", random.nextInt(2))
                        .put("restart", random.nextBoolean() ? "base" : "continue"));
    }

    /** Keys of which a technique is the whole value; what stands beside other settings in an element of a list keeps its default. */
    private static List<String> drawable(ExtensionPoint point) {
        return point.keys().stream().filter(key -> !key.contains("[]")).toList();
    }

    private static JsonNode node(Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return value instanceof Integer number ? nodes.numberNode(number) : nodes.textNode(value.toString());
    }

    /** Lets the silence of a corrected kind say no in some of the draws, and then be heard. */
    private static void fallSilent(ObjectNode settings, String key, SeededRandom random) {
        if (random.nextDouble() >= SILENT) {
            return;
        }
        String kind = key.substring(CORRECTIONS.length(), key.lastIndexOf('.'));
        put(settings, CORRECTIONS + kind + ".silence", JsonNodeFactory.instance.textNode("negative"));
        ((ArrayNode) settings.withObject("/reward/joiner").withArray("silence")).add(kind);
    }

    private boolean several(String key) {
        return defaults.at("/" + key.replace('.', '/')).isArray();
    }

    private static TechniqueChoice one(Catalog<?> catalog, SeededRandom random) {
        return changed(
                catalog, catalog.names().get(random.nextInt(catalog.names().size())), random);
    }

    private static List<TechniqueChoice> some(Catalog<?> catalog, String key, SeededRandom random) {
        if (key.startsWith(CORRECTIONS)) {
            return random.nextDouble() < CORRECTED ? List.of(one(catalog, random)) : List.of();
        }
        double share = key.endsWith("interpreters") ? INTERPRETED : key.endsWith("terms") ? OF_TERMS : OF_A_LIST;
        int[] order = new int[catalog.names().size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        random.shuffle(order);
        List<TechniqueChoice> chosen = new ArrayList<>();
        for (int index : order) {
            if (random.nextDouble() < share) {
                chosen.add(changed(catalog, catalog.names().get(index), random));
            }
        }
        return key.endsWith("interpreters") ? apart(chosen) : chosen;
    }

    /** Without interpreters of a kind that an earlier one reads: most draws would be refused for that alone. */
    private static List<TechniqueChoice> apart(List<TechniqueChoice> chosen) {
        Set<FeedbackKind> read = EnumSet.noneOf(FeedbackKind.class);
        List<TechniqueChoice> kept = new ArrayList<>();
        for (TechniqueChoice choice : chosen) {
            Set<FeedbackKind> kinds = Interpreters.CATALOG.create(choice.name()).kinds();
            if (Collections.disjoint(read, kinds)) {
                read.addAll(kinds);
                kept.add(choice);
            }
        }
        return kept;
    }

    /** The technique, often with another of its modes, now and then with one of its numbers or switches changed. */
    private static TechniqueChoice changed(Catalog<?> catalog, String name, SeededRandom random) {
        ObjectNode overlay = JsonNodeFactory.instance.objectNode();
        List<Map.Entry<String, JsonNode>> changeable = catalog.defaults(name).properties().stream()
                .filter(entry -> entry.getValue().isNumber() || entry.getValue().isBoolean())
                .toList();
        if (!changeable.isEmpty() && random.nextDouble() < CHANGED) {
            Map.Entry<String, JsonNode> entry = changeable.get(random.nextInt(changeable.size()));
            overlay.set(entry.getKey(), other(entry.getValue(), random.nextBoolean()));
        }
        List<Map.Entry<String, List<String>>> modes =
                List.copyOf(SettingsWriter.words(catalog.settings(name)).entrySet());
        if (!modes.isEmpty() && random.nextDouble() < OTHER_MODE) {
            Map.Entry<String, List<String>> mode = modes.get(random.nextInt(modes.size()));
            List<String> words = mode.getValue();
            overlay.put(mode.getKey(), words.get(random.nextInt(words.size())));
        }
        return new TechniqueChoice(name, overlay);
    }

    private static JsonNode other(JsonNode value, boolean larger) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value.isBoolean()) {
            return nodes.booleanNode(!value.booleanValue());
        }
        if (value.isIntegralNumber()) {
            return nodes.numberNode(larger ? value.longValue() * 2 : value.longValue() / 2);
        }
        return nodes.numberNode(larger ? value.doubleValue() * 2 : value.doubleValue() / 2);
    }

    private static JsonNode tree(List<TechniqueChoice> chosen, boolean several) {
        if (!several) {
            return chosen.get(0).toTree();
        }
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        chosen.forEach(choice -> array.add(choice.toTree()));
        return array;
    }

    private static void put(ObjectNode root, String key, JsonNode value) {
        int cut = key.lastIndexOf('.');
        ObjectNode parent =
                cut < 0 ? root : root.withObject("/" + key.substring(0, cut).replace('.', '/'));
        parent.set(key.substring(cut + 1), value);
    }
}
