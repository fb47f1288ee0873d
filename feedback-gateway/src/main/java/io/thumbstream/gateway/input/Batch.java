package io.thumbstream.gateway.input;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/** Splits a batch request into its items, which are then read one by one. */
public final class Batch {
    private static final String ITEMS = "items";

    private Batch() {}

    /** Whether a body is a batch: it has {@code items}. */
    public static boolean isBatch(JsonNode body) {
        return body.has(ITEMS);
    }

    /**
     * Items of a batch body.
     *
     * @throws io.thumbstream.gateway.problem.ProblemException when there is none or there are more than {@code max}
     */
    public static List<JsonNode> items(JsonNode body, int max) {
        Fields fields = new Fields(body, "");
        fields.allowOnly(Set.of(ITEMS));
        List<JsonNode> items = fields.list(ITEMS, max);
        if (items.isEmpty()) {
            throw fields.bad(ITEMS, "is empty; send at least one item");
        }
        return items;
    }
}
