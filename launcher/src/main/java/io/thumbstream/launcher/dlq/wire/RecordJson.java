package io.thumbstream.launcher.dlq.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** An Avro record as JSON for people to read: long lists are cut, bytes are counted, and personal fields may be left out. */
final class RecordJson {
    /** Property of fields that hold what people said or were told, see {@code io.thumbstream.schemas.seal.PersonalFields}. */
    private static final String PERSONAL = "personal";

    private static final int LONGEST_LIST = 16;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** What is said of the value of a personal field. */
    interface Personal {
        JsonNode say(@Nullable Object value);
    }

    private RecordJson() {}

    /** The fields of {@code record}. */
    static ObjectNode of(IndexedRecord record, Personal personal) {
        ObjectNode node = NODES.objectNode();
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            node.set(field.name(), field.getProp(PERSONAL) == null ? value(value) : personal.say(value));
        }
        return node;
    }

    /** Everything. */
    static JsonNode value(@Nullable Object value) {
        if (value instanceof IndexedRecord record) {
            return of(record, RecordJson::value);
        }
        if (value instanceof Collection<?> list) {
            return list(list);
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode node = NODES.objectNode();
            map.forEach((key, each) -> node.set(String.valueOf(key), value(each)));
            return node;
        }
        return scalar(value);
    }

    private static ArrayNode list(Collection<?> list) {
        ArrayNode node = NODES.arrayNode();
        list.stream().limit(LONGEST_LIST).forEach(each -> node.add(value(each)));
        if (list.size() > LONGEST_LIST) {
            node.add("and " + (list.size() - LONGEST_LIST) + " more");
        }
        return node;
    }

    private static JsonNode scalar(@Nullable Object value) {
        if (value == null) {
            return NODES.nullNode();
        }
        if (value instanceof ByteBuffer bytes) {
            return NODES.textNode(bytes.remaining() + " bytes");
        }
        if (value instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        }
        if (value instanceof Integer || value instanceof Long) {
            return NODES.numberNode(((Number) value).longValue());
        }
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return NODES.numberNode(number.doubleValue());
        }
        return NODES.textNode(value.toString());
    }

    /** Only how long it is. */
    static JsonNode length(@Nullable Object value) {
        String length = "";
        if (value instanceof CharSequence text) {
            length = ", " + text.length() + " characters";
        } else if (value instanceof Collection<?> list) {
            length = ", " + list.size() + " elements";
        }
        return word(value == null ? "none" : "withheld" + length);
    }

    /** The same word for every value. */
    static JsonNode word(String word) {
        return NODES.textNode(word);
    }
}
