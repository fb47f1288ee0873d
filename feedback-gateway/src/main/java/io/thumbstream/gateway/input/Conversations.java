package io.thumbstream.gateway.input;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.gateway.event.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the {@code messages} of a request. */
final class Conversations {
    static final int MAX_NAME = 200;
    private static final int MAX_TURNS = 256;
    private static final Map<String, String> ROLES =
            Map.of("system", "system", "developer", "system", "user", "user", "assistant", "assistant");

    private final int maxLength;

    Conversations(int maxLength) {
        this.maxLength = maxLength;
    }

    List<Turn> read(Fields fields) {
        List<JsonNode> messages = fields.list("messages", MAX_TURNS);
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            turns.add(turn(new Fields(messages.get(i), fields.path("messages") + "[" + i + "]")));
        }
        if (turns.stream().noneMatch(turn -> turn.role().equals("user"))) {
            throw fields.bad("messages", "has no message with role 'user'; add what the person asked");
        }
        return turns;
    }

    private Turn turn(Fields message) {
        String role = message.text("role", MAX_NAME);
        String known = ROLES.get(role);
        if (known == null) {
            throw message.bad("role", "is '" + role + "'; it must be system, developer, user or assistant");
        }
        return new Turn(known, message.node("content").isArray() ? parts(message) : content(message));
    }

    private String content(Fields message) {
        return message.text("content", maxLength);
    }

    private String parts(Fields message) {
        StringBuilder text = new StringBuilder();
        List<JsonNode> parts = message.list("content", MAX_TURNS);
        for (int i = 0; i < parts.size(); i++) {
            Fields part = new Fields(parts.get(i), message.path("content") + "[" + i + "]");
            String type = part.text("type", MAX_NAME);
            if (!type.equals("text")) {
                throw part.bad("type", "is '" + type + "'; this model reads text only, so it must be 'text'");
            }
            text.append(part.text("text", maxLength));
        }
        if (text.length() > maxLength) {
            throw message.bad("content", "has " + text.length() + " characters; at most " + maxLength + " are taken");
        }
        return text.toString();
    }
}
