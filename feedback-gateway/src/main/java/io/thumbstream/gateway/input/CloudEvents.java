package io.thumbstream.gateway.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.gateway.identity.Identities;
import io.thumbstream.gateway.problem.ProblemException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads CloudEvents 1.0 whose data is feedback, in the structured, binary and batched mode of the HTTP binding.
 *
 * <p>{@code data} holds the fields of {@code POST /v1/feedback}. The event gives the rest: {@code source} and {@code id} together
 * are the idempotency key, {@code time} is when it happened, {@code source} who sent it, {@code type} may end in the kind, and
 * {@code subject} is the answer where the data name none. Extension attributes are taken and mean nothing, except
 * {@code traceparent}.
 */
public final class CloudEvents {
    /** Media type of one event in structured mode. */
    public static final String STRUCTURED = "application/cloudevents+json";
    /** Media type of several events. */
    public static final String BATCH = "application/cloudevents-batch+json";

    private static final String TYPE = "io.thumbstream.feedback.v1";
    private static final Pattern ATTRIBUTE = Pattern.compile("[a-z0-9]{1,40}");
    private static final Pattern JSON_TYPE = Pattern.compile("application/([a-z0-9.+-]+\\+)?json *(;.*)?");
    private static final Set<String> OF_THE_EVENT = Set.of("id", "created_at");
    private static final Set<String> TARGETS = Set.of("rollout_id", "rollout_ids", "external_id", "external_ids");

    private CloudEvents() {}

    /**
     * The events of a batch, which are then read one by one.
     *
     * @throws ProblemException when there is none or there are more than {@code max}
     */
    public static List<JsonNode> batch(byte[] body, int max) {
        ObjectNode wrapped = Json.object();
        wrapped.set("events", Json.array(body));
        List<JsonNode> events = new Fields(wrapped, "").list("events", max);
        if (events.isEmpty()) {
            throw new Fields(wrapped, "").bad("events", "is empty; send at least one event");
        }
        return events;
    }

    /**
     * An event in structured mode.
     *
     * @throws ProblemException naming the attribute that is wrong
     */
    public static Incoming structured(JsonNode event) {
        Fields fields = new Fields(event, "");
        if (fields.has("data") && fields.has("data_base64")) {
            throw fields.bad("data_base64", "and 'data' are both there; send one of them");
        }
        return translate(fields, fields.has("data_base64") ? decoded(fields) : fields.node("data"));
    }

    /**
     * An event in binary mode.
     *
     * @param attributes values of the headers that begin with {@code ce-}, by the rest of their names
     * @param data body of the request
     * @throws ProblemException naming the attribute that is wrong
     */
    public static Incoming binary(Map<String, String> attributes, JsonNode data) {
        ObjectNode event = Json.object();
        attributes.forEach(event::put);
        Fields fields = new Fields(event, "");
        for (String body : List.of("data", "data_base64")) {
            if (fields.has(body)) {
                throw fields.bad(body, "is the body of the request in binary mode; leave the header away");
            }
        }
        return translate(fields, data);
    }

    private static Incoming translate(Fields event, JsonNode data) {
        checkAttributes(event);
        if (!data.isObject()) {
            throw event.bad(
                    "data", "is " + Fields.describe(data) + "; it must be an object with the fields of feedback");
        }
        ObjectNode item = data.deepCopy();
        Fields own = new Fields(item, "data");
        for (String taken : OF_THE_EVENT) {
            if (own.has(taken)) {
                throw own.bad(taken, "is told by the event, by its id, source and time; leave it out of the data");
            }
        }
        String source = source(event);
        String id = event.printable("id", Conversations.MAX_NAME);
        item.put("id", Identities.idOf("ce", List.of(source, id)));
        if (!own.has("source")) {
            item.put("source", source);
        }
        kind(event, own, item);
        if (event.has("time")) {
            item.put("created_at", time(event));
        }
        if (event.has("subject") && TARGETS.stream().noneMatch(own::has)) {
            item.put("rollout_id", event.text("subject", Conversations.MAX_NAME));
        }
        return new Incoming(item, "data", headers(event, source, id));
    }

    private static void checkAttributes(Fields event) {
        String version = event.text("specversion", Conversations.MAX_NAME);
        if (!version.equals("1.0")) {
            throw event.bad("specversion", "is '" + version + "'; it must be '1.0'");
        }
        for (String name : event.names()) {
            JsonNode value = event.node(name);
            boolean body = name.equals("data") || name.equals("data_base64");
            if (!body && !ATTRIBUTE.matcher(name).matches()) {
                throw event.bad(name, "is no attribute of a CloudEvent; their names are 1 to 40 of a-z and 0-9");
            }
            if (!body && value.isContainerNode()) {
                throw event.bad(name, "is " + Fields.describe(value) + "; attributes are plain values");
            }
        }
        String content =
                event.optionalText("datacontenttype", Conversations.MAX_NAME).orElse("application/json");
        if (!JSON_TYPE.matcher(content.toLowerCase(Locale.ROOT)).matches()) {
            throw event.bad("datacontenttype", "is '" + content + "'; the data must be application/json");
        }
    }

    private static String source(Fields event) {
        String source = event.printable("source", Conversations.MAX_NAME);
        try {
            return new URI(source).toString();
        } catch (URISyntaxException e) {
            throw event.bad("source", "is '" + source + "'; it must be a URI, for example '/shop/chat'");
        }
    }

    private static void kind(Fields event, Fields own, ObjectNode item) {
        String type = event.text("type", Conversations.MAX_NAME);
        if (type.equals(TYPE)) {
            return;
        }
        if (!type.startsWith(TYPE + ".")) {
            throw event.bad("type", "is '" + type + "'; it must be the type of feedback that /openapi.yaml names");
        }
        String kind = type.substring(TYPE.length() + 1);
        if (own.has("kind") && !own.text("kind", Conversations.MAX_NAME).equals(kind)) {
            throw own.bad(
                    "kind", "and the end of the type, '" + kind + "', differ; send one of them, or both the same");
        }
        item.put("kind", kind);
    }

    private static String time(Fields event) {
        if (!event.node("time").isTextual()) {
            throw event.bad("time", "is " + Fields.describe(event.node("time")) + "; it must be an RFC 3339 text");
        }
        return event.moment("time").orElseThrow().toString();
    }

    private static JsonNode decoded(Fields event) {
        String text = event.text("data_base64", Integer.MAX_VALUE);
        try {
            return Json.object(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw event.bad("data_base64", "is not base64; encode the JSON of the data, or send it as 'data'");
        }
    }

    /** What a reader of the topic needs to know the event again. */
    private static Map<String, String> headers(Fields event, String source, String id) {
        Map<String, String> headers = new HashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", id);
        headers.put("ce_source", source);
        headers.put("ce_type", event.text("type", Conversations.MAX_NAME));
        if (event.has("time")) {
            headers.put("ce_time", time(event));
        }
        event.optionalText("traceparent", Conversations.MAX_NAME)
                .filter(TraceContext::isParent)
                .ifPresent(parent -> headers.put(TraceContext.HEADER, parent));
        return headers;
    }
}
