package io.thumbstream.generator.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.generator.remote.RemoteException.Kind;
import io.thumbstream.model.sample.SamplingSettings;
import java.util.Set;

/**
 * SGLang's own interface, {@code /generate}: prompts and answers as token ids, each with its log-probability.
 *
 * <p>Every event repeats the tokens before it, or gives new ones only, as the server was started; the number of tokens so far, which each
 * event names, tells which. The seed counts only on servers with deterministic inference.
 */
final class SglangDialect implements Dialect {
    @Override
    public Call generate(
            ServedModel model,
            int[] prompt,
            SamplingSettings sampling,
            long seed,
            int maxTokens,
            Set<Integer> endTokens) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        Bodies.numbers(body.putArray("input_ids"), prompt);
        ObjectNode how = body.putObject("sampling_params");
        how.put("max_new_tokens", maxTokens);
        Bodies.sampling(how, sampling, endTokens);
        how.put("top_k", sampling.topK() == 0 ? -1 : sampling.topK());
        how.put("sampling_seed", seed);
        body.put("return_logprob", true);
        body.put("stream", true);
        if (model.adapter()) {
            body.put("lora_path", model.name());
        }
        return new Call("/generate", body);
    }

    @Override
    public String adapterRoot() {
        return "";
    }

    @Override
    public String adapterAdvice() {
        return "start SGLang with --enable-lora, --max-lora-rank and --lora-target-modules";
    }

    @Override
    public Reader reader() {
        return new Stream();
    }

    /** Remembers how many tokens of its stream were read. */
    private static final class Stream implements Reader {
        private int seen;

        @Override
        public Piece read(JsonNode event) throws RemoteException {
            JsonNode meta = event.path("meta_info");
            JsonNode listed = meta.path("output_token_logprobs");
            int total = meta.path("completion_tokens").asInt(-1);
            if (!listed.isArray() && total > seen) {
                throw new RemoteException(
                        Kind.REFUSED,
                        "the server sent tokens without output_token_logprobs; it must be one that gives them");
            }
            int first = first(listed.size(), total);
            int[] tokens = new int[listed.size() - first];
            float[] logProbs = new float[tokens.length];
            for (int i = 0; i < tokens.length; i++) {
                JsonNode pair = listed.get(first + i);
                logProbs[i] = Piece.logProb(pair.path(0).asDouble(Double.NaN));
                tokens[i] = Bodies.token(pair.path(1));
            }
            seen += tokens.length;
            return new Piece(
                    tokens, logProbs, Bodies.finish(meta.path("finish_reason").path("type")));
        }

        /** Place of the first new token in the list. */
        private int first(int listed, int total) throws RemoteException {
            if (listed == total && listed >= seen) {
                return seen;
            }
            if (seen + listed == total || listed == 0 && total <= seen) {
                return 0;
            }
            throw new RemoteException(
                    Kind.BROKEN,
                    "the server lists " + listed + " tokens of " + total + " after " + seen
                            + "; pieces of the answer are missing");
        }
    }
}
