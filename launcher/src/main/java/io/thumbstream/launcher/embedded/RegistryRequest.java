package io.thumbstream.launcher.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * One HTTP request.
 *
 * @param method GET, POST, PUT or DELETE
 * @param path decoded segments
 * @param query decoded parameters; unknown ones are ignored
 * @param body JSON; a missing node where there is none
 */
record RegistryRequest(String method, List<String> path, Map<String, String> query, JsonNode body) {
    RegistryRequest {
        path = List.copyOf(path);
        query = Map.copyOf(query);
    }

    boolean is(String wanted) {
        return method.equals(wanted);
    }

    boolean flag(String name) {
        return "true".equals(query.get(name));
    }

    /** Text of a body field. */
    String text(String field) {
        if (!body.path(field).isTextual()) {
            throw RegistryException.unprocessable(42201, "The request has no text field '" + field + "'.");
        }
        return body.path(field).textValue();
    }

    String shownPath() {
        return method + " /" + String.join("/", path);
    }
}
