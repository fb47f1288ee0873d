package io.thumbstream.generator.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.generator.remote.RemoteException.Kind;
import io.thumbstream.model.sample.Finish;
import io.thumbstream.model.sample.SamplingSettings;
import java.util.Optional;
import java.util.Set;

/**
 * The OpenAI completions interface with vLLM's additions: prompts and answers as token ids ({@code return_token_ids}, since 0.10.2), top-k,
 * min-p, and adapters loaded while the server runs.
 *
 * <p>Every sampling setting is sent, because the server would take those that are missing from the model's own generation settings.
 */
final class VllmDialect implements Dialect {
    @Override
    public Call generate(
            ServedModel model,
            int[] prompt,
            SamplingSettings sampling,
            long seed,
            int maxTokens,
            Set<Integer> endTokens) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("model", model.name());
        Bodies.numbers(body.putArray("prompt"), prompt);
        body.put("max_tokens", maxTokens);
        Bodies.sampling(body, sampling, endTokens);
        body.put("top_k", sampling.topK());
        body.put("seed", seed);
        body.put("logprobs", 1);
        body.put("return_token_ids", true);
        body.put("stream", true);
        return new Call("/v1/completions", body);
    }

    @Override
    public String adapterRoot() {
        return "/v1";
    }

    @Override
    public String adapterAdvice() {
        return "start vLLM with --enable-lora, --max-lora-rank and VLLM_ALLOW_RUNTIME_LORA_UPDATING=True";
    }

    @Override
    public Reader reader() {
        return VllmDialect::read;
    }

    private static Piece read(JsonNode event) throws RemoteException {
        JsonNode choice = event.path("choices").path(0);
        if (choice.isMissingNode()) {
            return Piece.empty(); // token counts come in an event without choices
        }
        Optional<Finish> finish = Bodies.finish(choice.path("finish_reason"));
        JsonNode ids = choice.path("token_ids");
        JsonNode logProbs = choice.path("logprobs").path("token_logprobs");
        if (!ids.isArray()) {
            if (choice.path("text").asText().isEmpty() && finish.isPresent()) {
                return new Piece(new int[0], new float[0], finish);
            }
            throw new RemoteException(
                    Kind.REFUSED,
                    "the server sent text without token ids; it needs the field return_token_ids (vLLM 0.10.2)");
        }
        if (logProbs.size() != ids.size()) {
            throw new RemoteException(
                    Kind.REFUSED,
                    "the server sent " + ids.size() + " tokens with " + logProbs.size()
                            + " log-probabilities; it must give one for each token");
        }
        int[] tokens = new int[ids.size()];
        float[] values = new float[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = Bodies.token(ids.get(i));
            values[i] = Piece.logProb(logProbs.get(i).asDouble(Double.NaN));
        }
        return new Piece(tokens, values, finish);
    }
}
