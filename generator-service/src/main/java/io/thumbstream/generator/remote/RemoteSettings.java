package io.thumbstream.generator.remote;

import io.thumbstream.model.sample.SamplingSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * An inference server that samples in place of this process.
 *
 * @param server what it speaks; {@code none} samples in this process
 * @param baseUrl where it listens, without a path
 * @param apiKey sent as a bearer token; empty sends none
 * @param baseModel name under which it serves the model that learning begins with
 * @param modelDirectory directory with that model's {@code tokenizer.json}, and {@code tokenizer_config.json} where it has one
 * @param context tokens that it holds for prompt and answer, at least 2
 * @param logProbs which distribution its log-probabilities belong to
 * @param connectTimeout longest time that a connection may take
 * @param answerTimeout longest time that one try of an answer, or loading an adapter, may take
 * @param retries further tries of an answer after its first one, range [0, 100]
 * @param retryPause pause after a failure; doubled while failures go on
 * @param maxRetryPause longest such pause, also when the server asks for a longer one
 */
public record RemoteSettings(
        Server server,
        URI baseUrl,
        String apiKey,
        String baseModel,
        Path modelDirectory,
        int context,
        LogProbs logProbs,
        Duration connectTimeout,
        Duration answerTimeout,
        int retries,
        Duration retryPause,
        Duration maxRetryPause) {
    private static final int MAX_RETRIES = 100;

    /** What a server speaks. */
    public enum Server {
        NONE,
        VLLM,
        SGLANG
    }

    /** Which distribution the log-probabilities of a server belong to. */
    public enum LogProbs {
        /** What the server gives when nothing is set there: raw for vLLM, tempered for SGLang. */
        DEFAULT,
        /** That of the model at temperature 1, whatever the request asks. */
        RAW,
        /** After bias and temperature, before tokens are dropped. */
        TEMPERED,
        /** The one that tokens are really drawn from. */
        PROCESSED;

        /**
         * Why the log-probabilities of answers that are drawn so would not be those of their distribution; empty when they are. A greedy
         * token has the log-probability 0 whatever the server says.
         */
        Optional<String> inexact(SamplingSettings sampling) {
            if (sampling.mixed()) {
                return Optional.of("mixes two temperatures, which no server does; use another explorer");
            }
            boolean fine = sampling.greedy()
                    || switch (this) {
                        case DEFAULT, RAW -> sampling.onPolicy();
                        case TEMPERED -> !sampling.truncated();
                        case PROCESSED -> true;
                    };
            return fine
                    ? Optional.empty()
                    : Optional.of("is drawn from a distribution that the server's log-probabilities do not describe;"
                            + " ask with temperature 1 and without top-p, top-k, min-p and bias, or let the server give"
                            + " those of the processed distribution and set generator.remote.log-probs");
        }
    }

    public RemoteSettings {
        if (server != Server.NONE) {
            if (!"http".equals(baseUrl.getScheme()) && !"https".equals(baseUrl.getScheme())) {
                throw new IllegalArgumentException(
                        "base-url is '" + baseUrl + "'; give one such as http://127.0.0.1:8000");
            }
            if (baseModel.isBlank()) {
                throw new IllegalArgumentException("base-model is empty; give the name under which the server has it");
            }
            if (modelDirectory.toString().isBlank()) {
                throw new IllegalArgumentException(
                        "model-directory is empty; give the directory with the model's tokenizer.json");
            }
        }
        if (context < 2) {
            throw new IllegalArgumentException("context is " + context + "; it must be at least 2");
        }
        if (retries < 0 || retries > MAX_RETRIES) {
            throw new IllegalArgumentException("retries is " + retries + "; it must be in [0, " + MAX_RETRIES + "]");
        }
        positive("connect-timeout", connectTimeout);
        positive("answer-timeout", answerTimeout);
        positive("retry-pause", retryPause);
        positive("max-retry-pause", maxRetryPause);
    }

    /** No server. */
    public static RemoteSettings defaults() {
        return new RemoteSettings(
                Server.NONE,
                URI.create("http://127.0.0.1:8000"),
                "",
                "",
                Path.of(""),
                4096,
                LogProbs.DEFAULT,
                Duration.ofSeconds(5),
                Duration.ofMinutes(2),
                5,
                Duration.ofMillis(500),
                Duration.ofSeconds(30));
    }

    /** Why answers that are drawn so cannot be learned from when this server draws them; empty when they can. */
    public Optional<String> refusal(SamplingSettings sampling) {
        return reported().inexact(sampling);
    }

    /** Which distribution the log-probabilities belong to, the server's own habit put in. */
    LogProbs reported() {
        if (logProbs != LogProbs.DEFAULT) {
            return logProbs;
        }
        return server == Server.SGLANG ? LogProbs.TEMPERED : LogProbs.RAW;
    }

    /** Pause after the {@code failures}-th failure in a row, from 1. */
    Duration pause(int failures) {
        Duration pause = retryPause;
        for (int i = 1; i < failures && pause.compareTo(maxRetryPause) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return atMost(pause);
    }

    /** {@code pause}, but no longer than is waited in any case. */
    Duration atMost(Duration pause) {
        return pause.compareTo(maxRetryPause) < 0 ? pause : maxRetryPause;
    }

    private static void positive(String key, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(key + " is " + value + "; it must be longer than zero");
        }
    }
}
