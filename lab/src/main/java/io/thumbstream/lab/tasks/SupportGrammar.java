package io.thumbstream.lab.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Words of the {@code support} task: what customers ask and in which words helpers answer, read from
 * {@code support.json}.
 *
 * @param intents all intents, held-out ones last
 * @param values possible values of each slot type
 * @param slotPhrases how an answer names a slot, with {@code {value}} filled in
 * @param formal wording of formal answers
 * @param casual wording of casual answers
 */
record SupportGrammar(
        List<Intent> intents,
        Map<SlotType, List<String>> values,
        Map<SlotType, String> slotPhrases,
        Manner formal,
        Manner casual) {
    private static final String RESOURCE = "support.json";

    SupportGrammar {
        intents = List.copyOf(intents);
        values = Map.copyOf(values);
        slotPhrases = Map.copyOf(slotPhrases);
    }

    /** Reads the grammar that ships with the product. */
    static SupportGrammar load() {
        try (InputStream in = SupportGrammar.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("Resource " + RESOURCE + " is missing; build the lab module again");
            }
            return of(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException("Resource " + RESOURCE + " cannot be read; build the lab module again", e);
        }
    }

    private static SupportGrammar of(JsonNode root) {
        Map<SlotType, List<String>> values = new EnumMap<>(SlotType.class);
        Map<SlotType, String> phrases = new EnumMap<>(SlotType.class);
        for (SlotType type : SlotType.values()) {
            JsonNode slot = root.path("slots").path(type.key());
            values.put(type, texts(slot.path("values")));
            phrases.put(type, slot.path("phrase").asText());
        }
        return new SupportGrammar(
                intents(root.path("intents")),
                values,
                phrases,
                manner(root.path("formal")),
                manner(root.path("casual")));
    }

    private static List<Intent> intents(JsonNode nodes) {
        Map<String, Intent> byName = new LinkedHashMap<>();
        for (JsonNode node : nodes) {
            Intent like = byName.get(node.path("like").asText());
            String name = node.path("name").asText();
            byName.put(
                    name,
                    new Intent(
                            name,
                            SlotType.of(node.path("slot").asText()),
                            texts(node.path("messages")),
                            like == null ? texts(node.path("steps")) : like.steps(),
                            like == null ? node.path("question").asText() : like.question(),
                            like != null));
        }
        return List.copyOf(byName.values());
    }

    private static Manner manner(JsonNode node) {
        return new Manner(
                texts(node.path("greeting")),
                texts(node.path("apology")),
                texts(node.path("fact")),
                node.path("lead").asText(),
                texts(node.path("question")),
                texts(node.path("closing")));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }

    /** Returns how an answer names this value, for example {@code order 417}. */
    String phrase(SlotType type, String value) {
        return slotPhrases.getOrDefault(type, "{value}").replace("{value}", value);
    }

    /** Returns the possible values of a slot type. */
    List<String> values(SlotType type) {
        return values.getOrDefault(type, List.of());
    }

    Manner manner(boolean isFormal) {
        return isFormal ? formal : casual;
    }
}
