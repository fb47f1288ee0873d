package io.thumbstream.launcher.bench.models;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.lab.tasks.SupportPrompt;
import io.thumbstream.lab.tasks.SupportTask;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Requests for answers to messages of the support task. Thread-safe. */
final class Questions {
    private static final int DIFFERENT = 64;

    private final ObjectMapper json = new ObjectMapper();
    private final List<SupportPrompt> prompts;
    private final String model;
    private final int maxTokens;

    /**
     * Requests of one kind.
     *
     * @param model name that the gateway knows the policy by
     * @param maxTokens most tokens of an answer
     */
    Questions(String model, int maxTokens, long seed) {
        this.model = model;
        this.maxTokens = maxTokens;
        this.prompts = SupportTask.load().prompts(DIFFERENT, seed, false);
    }

    /**
     * Body of request {@code n}.
     *
     * @param stream whether the answer is to come as it is made
     */
    byte[] body(long n, boolean stream) {
        ObjectNode body = json.createObjectNode();
        body.put("model", model);
        body.put("max_tokens", maxTokens);
        body.put("stream", stream);
        body.putArray("messages")
                .addObject()
                .put("role", "user")
                .put("content", prompts.get((int) (n % prompts.size())).text());
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }
}
