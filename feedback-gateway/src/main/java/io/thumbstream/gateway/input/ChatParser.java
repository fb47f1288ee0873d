package io.thumbstream.gateway.input;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.gateway.GatewaySettings;
import io.thumbstream.gateway.event.SamplingChoice;
import io.thumbstream.gateway.event.Turn;
import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Reads chat requests as OpenAI clients send them; fields that mean nothing here are ignored, as there. */
public final class ChatParser {
    private static final int MAX_STOPS = 4;
    private static final int MAX_STOP_LENGTH = 64;
    private static final double MIN_TOP_P = 1e-6;
    private static final double MAX_TEMPERATURE = 2;
    private static final int MAX_BIASED = 1024;
    private static final double MAX_BIAS = 100;
    private static final int MAX_TOP_LOGPROBS = 20;

    private final GatewaySettings settings;
    private final Set<String> modelNames;
    private final Conversations conversations;
    private final LongSupplier seeds;

    /**
     * A parser with the defaults of the gateway.
     *
     * @param seeds gives a fresh seed for every request that names none
     */
    public ChatParser(GatewaySettings settings, LongSupplier seeds) {
        this.settings = settings;
        this.modelNames = Set.of(settings.modelName(), settings.policyName(), "thumbstream");
        this.conversations = new Conversations(settings.limits().textLength());
        this.seeds = seeds;
    }

    /**
     * Reads a request body.
     *
     * @throws io.thumbstream.gateway.problem.ProblemException naming the field that is wrong
     */
    public ChatRequest parse(byte[] body) {
        Fields fields = new Fields(Json.object(body), "");
        checkModel(fields);
        List<Turn> turns = conversations.read(fields);
        int most = Math.min(settings.limits().displayed(), settings.groupSize());
        int count = (int) fields.integer("n", 1, 1, most);
        boolean stream = fields.flag("stream", false);
        JsonNode options = fields.node("stream_options");
        boolean usage = options.isObject() && new Fields(options, "stream_options").flag("include_usage", false);
        Optional<String> user =
                fields.optionalText("user", Conversations.MAX_NAME).filter(name -> !name.isBlank());
        return new ChatRequest(turns, sampling(fields), count, stream, logProbs(fields), usage, user);
    }

    private SamplingChoice sampling(Fields fields) {
        GatewaySettings.SamplingDefaults defaults = settings.sampling();
        String limit = fields.has("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
        long wish = fields.integer(limit, defaults.maxTokens(), 1, Integer.MAX_VALUE);
        long seed = fields.has("seed") ? fields.integer("seed", 0, Long.MIN_VALUE, Long.MAX_VALUE) : seeds.getAsLong();
        return new SamplingChoice(
                fields.number("temperature", defaults.temperature(), 0, MAX_TEMPERATURE),
                fields.number("top_p", defaults.topP(), MIN_TOP_P, 1),
                (int) Math.min(wish, defaults.maxTokens()),
                seed,
                fields.texts("stop", MAX_STOPS, MAX_STOP_LENGTH).stream()
                        .filter(text -> !text.isEmpty())
                        .toList(),
                logitBias(fields));
    }

    private static Map<Integer, Double> logitBias(Fields fields) {
        String name = "logit_bias";
        if (!fields.has(name)) {
            return Map.of();
        }
        Fields biases = new Fields(fields.node(name), name);
        List<String> tokens = biases.names();
        if (tokens.size() > MAX_BIASED) {
            throw fields.bad(name, "names " + tokens.size() + " tokens; at most " + MAX_BIASED + " are taken");
        }
        Map<Integer, Double> read = new TreeMap<>();
        for (String token : tokens) {
            if (!token.matches("0|[1-9][0-9]{0,8}")) {
                throw fields.bad(name, "names '" + shortened(token) + "'; its names must be token ids such as 50256");
            }
            read.put(Integer.valueOf(token), biases.number(token, 0, -MAX_BIAS, MAX_BIAS));
        }
        return read;
    }

    private static String shortened(String text) {
        return text.length() <= MAX_STOP_LENGTH ? text : text.substring(0, MAX_STOP_LENGTH) + "...";
    }

    private static boolean logProbs(Fields fields) {
        long others = fields.integer("top_logprobs", 0, 0, MAX_TOP_LOGPROBS);
        if (others > 0) {
            throw fields.bad(
                    "top_logprobs", "is " + others + "; only the token that was drawn is known, so leave it out");
        }
        return fields.flag("logprobs", false);
    }

    private void checkModel(Fields fields) {
        String model = fields.text("model", Conversations.MAX_NAME);
        if (!modelNames.contains(model)) {
            throw new Problem(
                            ProblemKind.UNKNOWN_MODEL,
                            "There is no model '" + model + "' here; ask for '" + settings.modelName()
                                    + "', or see GET /v1/models.",
                            Optional.of("model"),
                            Optional.empty())
                    .exception();
        }
    }
}
