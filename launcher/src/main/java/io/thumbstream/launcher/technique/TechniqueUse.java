package io.thumbstream.launcher.technique;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Which techniques settings choose. */
public final class TechniqueUse {
    private static final String NAME = "name";
    private static final String ASK_POLICY = "reward.asking.policy";

    private TechniqueUse() {}

    /**
     * Techniques that {@code settings} name, as {@link Explanation#key} names them, in the order of the extension points.
     *
     * @param settings those of everything, or a part of them in its place, as a tree of kebab-case keys
     */
    public static Set<String> of(JsonNode settings) {
        Set<String> used = new LinkedHashSet<>();
        for (ExtensionPoint point : ExtensionPoint.all()) {
            for (String key : point.keys()) {
                if (key.equals(ASK_POLICY) && asksNobody(settings)) {
                    continue;
                }
                at(settings, key)
                        .map(choice -> choice.path(NAME).asText())
                        .filter(point.catalog().names()::contains)
                        .forEach(name -> used.add(Explanation.key(point.kind(), name)));
            }
        }
        return used;
    }

    /** Whether the ask policy is named and never called. */
    private static boolean asksNobody(JsonNode settings) {
        return settings.path("reward").path("asking").path("budget").asDouble() <= 0;
    }

    /** What stands at a key, elements one by one where a list does. */
    private static Stream<JsonNode> at(JsonNode tree, String key) {
        List<JsonNode> found = List.of(tree);
        for (String step : key.split("\\.", -1)) {
            String name = step.replace("[]", "");
            found = found.stream().flatMap(node -> elements(node.path(name))).toList();
        }
        return found.stream();
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        return node.isArray() ? StreamSupport.stream(node.spliterator(), false) : Stream.of(node);
    }
}
