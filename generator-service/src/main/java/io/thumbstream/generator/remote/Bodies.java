package io.thumbstream.generator.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.generator.remote.RemoteException.Kind;
import io.thumbstream.model.sample.Finish;
import io.thumbstream.model.sample.SamplingSettings;

/** Parts of requests and answers that the dialects have in common. */
final class Bodies {
    private Bodies() {}

    static void numbers(ArrayNode target, int[] values) {
        for (int value : values) {
            target.add(value);
        }
    }

    /** Adds {@code logit_bias} when there is one. */
    static void bias(ObjectNode target, SamplingSettings sampling) {
        if (!sampling.logitBias().isEmpty()) {
            ObjectNode biases = target.putObject("logit_bias");
            sampling.logitBias().forEach((token, bias) -> biases.put(token.toString(), bias));
        }
    }

    static ObjectNode adapter(String name) {
        return JsonNodeFactory.instance.objectNode().put("lora_name", name);
    }

    /** A token id. */
    static int token(JsonNode id) throws RemoteException {
        if (!id.canConvertToInt() || !id.isIntegralNumber() || id.intValue() < 0) {
            throw new RemoteException(
                    Kind.REFUSED, "the server names a token '" + id + "'; a token id is a whole number from 0 on");
        }
        return id.intValue();
    }

    /** Why an answer ended, when the server ended it by the rules. */
    static Finish finish(String reason) throws RemoteException {
        return switch (reason) {
            case "stop" -> Finish.STOP;
            case "length" -> Finish.LENGTH;
            default ->
                throw new RemoteException(
                        Kind.BROKEN, "the server ended the answer with reason '" + reason + "'; look into its log");
        };
    }

    /** The server's own words about an error, in one line of at most 200 characters. */
    static String message(JsonNode error) {
        String text = error.isTextual() ? error.asText() : "";
        for (String field : new String[] {"message", "error_message", "detail"}) {
            JsonNode words = error.path(field);
            if (text.isEmpty() && !words.isMissingNode() && !words.isNull()) {
                text = words.isTextual() ? words.asText() : words.toString();
            }
        }
        if (text.isEmpty() && error.has("error")) {
            return message(error.path("error"));
        }
        return oneLine(text.isEmpty() ? error.toString() : text);
    }

    static String oneLine(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= 200 ? line : line.substring(0, 200) + "...";
    }
}
