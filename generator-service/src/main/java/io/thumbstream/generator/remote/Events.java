package io.thumbstream.generator.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.generator.remote.RemoteException.Kind;
import java.util.Optional;

/** Lines of a stream of server-sent events. */
final class Events {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DATA = "data:";

    private Events() {}

    /** Whether the line says that nothing more follows. */
    static boolean isEnd(String line) {
        return line.startsWith(DATA) && line.substring(DATA.length()).strip().equals("[DONE]");
    }

    /**
     * The event of a line; empty for lines between events.
     *
     * @throws RemoteException when the line cannot be read, or the server tells of a failure
     */
    static Optional<JsonNode> of(String line) throws RemoteException {
        if (line.isBlank() || line.startsWith(":") || line.startsWith("event:") || line.startsWith("id:")) {
            return Optional.empty();
        }
        if (!line.startsWith(DATA)) {
            throw new RemoteException(
                    Kind.BROKEN,
                    "the inference server sent a line that is no event; check that generator.remote.server names its"
                            + " kind");
        }
        JsonNode event = json(line.substring(DATA.length()));
        if (event.hasNonNull("error")) {
            throw failure(event.path("error"));
        }
        return Optional.of(event);
    }

    /**
     * Reads JSON.
     *
     * @throws RemoteException when it is none; the message keeps to itself what was sent, which may be an answer's text
     */
    static JsonNode json(String text) throws RemoteException {
        try {
            JsonNode node = JSON.readTree(text);
            if (node.isMissingNode()) {
                throw new RemoteException(Kind.BROKEN, "the inference server sent nothing where JSON was due");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new RemoteException(
                    Kind.BROKEN,
                    "the inference server sent " + text.length()
                            + " characters that are no JSON; look for a proxy between");
        }
    }

    private static RemoteException failure(JsonNode error) {
        int code = error.path("code").asInt(0);
        boolean refused = code >= 400 && code < 500 && !Statuses.passes(code);
        return new RemoteException(
                refused ? Kind.REFUSED : Kind.BROKEN,
                "the inference server broke the answer off: " + Bodies.message(error));
    }
}
