package io.thumbstream.generator.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.generator.remote.RemoteException.Kind;
import io.thumbstream.model.sample.Finish;
import io.thumbstream.model.sample.SamplingSettings;
import java.util.Optional;
import java.util.Set;

/** Parts of requests and answers that the dialects have in common. */
final class Bodies {
    private Bodies() {}

    static void numbers(ArrayNode target, int[] values) {
        for (int value : values) {
            target.add(value);
        }
    }

    /** Adds what both servers name alike. Every setting is sent: servers take what is missing from the model's own settings. */
    static void sampling(ObjectNode target, SamplingSettings sampling, Set<Integer> endTokens) {
        target.put("temperature", sampling.temperature());
        target.put("top_p", sampling.topP());
        target.put("min_p", sampling.minP());
        target.put("repetition_penalty", 1);
        sampling.stop().forEach(target.putArray("stop")::add);
        endTokens.stream().sorted().forEach(target.putArray("stop_token_ids")::add);
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

    /**
     * Why an answer ended; empty while it goes on.
     *
     * @throws RemoteException when the server ended it for a reason of its own
     */
    static Optional<Finish> finish(JsonNode reason) throws RemoteException {
        if (reason.isMissingNode() || reason.isNull()) {
            return Optional.empty();
        }
        return switch (reason.asText()) {
            case "stop" -> Optional.of(Finish.STOP);
            case "length" -> Optional.of(Finish.LENGTH);
            default ->
                throw new RemoteException(
                        Kind.BROKEN,
                        "the server ended the answer with reason '" + reason.asText() + "'; look into its log");
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
