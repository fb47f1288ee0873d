package io.thumbstream.gateway;

import io.thumbstream.gateway.access.AccessSettings;
import io.thumbstream.gateway.access.RateSettings;
import io.thumbstream.gateway.access.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Settings of the feedback gateway.
 *
 * @param host address to listen on
 * @param port TCP port; 0 takes any free one
 * @param bodyLimitBytes largest request body, bytes
 * @param modelName name of the policy without its prefix, as in {@code policy/<name>}
 * @param groupSize answers sampled per prompt, of which the first ones are displayed
 * @param feedbackProbability probability that feedback is asked for or given where {@code asking} wants it, range (0, 1]; its product with
 *     {@code asking.share} is written to every prompt
 * @param sampling how answers are drawn when the caller does not say
 * @param limits sizes above which requests are refused
 * @param timeouts how long things may take
 * @param secret key of pseudonyms and owner tags, at least 16 characters; empty makes one in the data directory
 * @param access API keys, and what callers without one may do
 * @param rates how often one key, one person and one answer may be written for
 * @param allowedOrigins origins whose pages may call the gateway, for example {@code https://shop.example.org}
 * @param tls certificate and key of the port
 * @param receipts signed receipts of answers
 * @param asking about which answers people are asked
 */
public record GatewaySettings(
        String host,
        int port,
        int bodyLimitBytes,
        String modelName,
        int groupSize,
        double feedbackProbability,
        SamplingDefaults sampling,
        Limits limits,
        Timeouts timeouts,
        String secret,
        AccessSettings access,
        RateSettings rates,
        List<String> allowedOrigins,
        TlsSettings tls,
        ReceiptSettings receipts,
        AskingSettings asking) {

    private static final int MAX_PORT = 65_535;
    private static final int MIN_BODY = 1_024;
    private static final int MAX_GROUP = 1_024;
    private static final int MIN_SECRET = 16;
    private static final Pattern ORIGIN = Pattern.compile("https?://[a-z0-9.-]+(:[0-9]{1,5})?");
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)]?");

    public GatewaySettings {
        allowedOrigins = List.copyOf(allowedOrigins);
        for (String origin : allowedOrigins) {
            check(
                    ORIGIN.matcher(origin).matches(),
                    "allowed-origins holds '" + origin
                            + "'; give scheme, host and port as a browser sends them, such as"
                            + " https://shop.example.org");
        }
        check(!host.isBlank(), "host is empty; give an address such as 127.0.0.1");
        check(port >= 0 && port <= MAX_PORT, "port is " + port + "; give 0 to " + MAX_PORT);
        check(bodyLimitBytes >= MIN_BODY, "body-limit-bytes is " + bodyLimitBytes + "; give at least " + MIN_BODY);
        check(
                modelName.matches("[A-Za-z0-9._-]{1,60}"),
                "model-name is '" + modelName + "'; give 1 to 60 letters, digits, '.', '_' or '-'");
        check(groupSize >= 1 && groupSize <= MAX_GROUP, "group-size is " + groupSize + "; give 1 to " + MAX_GROUP);
        check(
                feedbackProbability > 0 && feedbackProbability <= 1,
                "feedback-probability is " + feedbackProbability + "; give a number above 0 and up to 1");
        check(
                secret.isEmpty() || secret.length() >= MIN_SECRET,
                "secret has " + secret.length() + " characters; give at least " + MIN_SECRET + ", or leave it empty");
    }

    /** The vetted defaults. */
    public static GatewaySettings defaults() {
        return new GatewaySettings(
                "127.0.0.1",
                8080,
                1_048_576,
                "support",
                8,
                1.0,
                new SamplingDefaults(1.0, 1.0, 64),
                new Limits(4, 500, 256, 4_096, 32_768),
                new Timeouts(
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5)),
                "",
                AccessSettings.defaults(),
                RateSettings.defaults(),
                List.of(),
                TlsSettings.defaults(),
                ReceiptSettings.defaults(),
                AskingSettings.defaults());
    }

    /** These settings with another port. */
    public GatewaySettings withPort(int other) {
        return with(other, rates);
    }

    /** The same with other limits of how often callers may write. */
    public GatewaySettings withRates(RateSettings other) {
        return with(port, other);
    }

    private GatewaySettings with(int otherPort, RateSettings otherRates) {
        return new GatewaySettings(
                host,
                otherPort,
                bodyLimitBytes,
                modelName,
                groupSize,
                feedbackProbability,
                sampling,
                limits,
                timeouts,
                secret,
                access,
                otherRates,
                allowedOrigins,
                tls,
                receipts,
                asking);
    }

    /** What is allowed but dangerous, one sentence each, with the remedy. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        boolean open = !LOOPBACK.matcher(host).matches();
        List<String> writing = access.anonymous().stream()
                .filter(Scope::writes)
                .map(Scope::word)
                .toList();
        if (open && !writing.isEmpty()) {
            warnings.add("gateway.host is '" + host + "', where others can reach it, and gateway.access.anonymous lets"
                    + " anybody without a key do " + writing
                    + "; set gateway.access.anonymous to [] or [read] and make keys with `thumbstream keys new`");
        }
        if (open && !access.keys().isEmpty() && !tls.isOn()) {
            warnings.add(
                    "gateway.host is '" + host + "' and gateway.tls is off, so API keys travel in clear text; give a"
                            + " certificate, or let only a proxy that speaks TLS reach the port");
        }
        return List.copyOf(warnings);
    }

    /** P(feedback asked or given) of every answer, range (0, 1]. */
    public double propensity() {
        return feedbackProbability * asking.share();
    }

    /** How addresses of the gateway begin, {@code http} or {@code https}. */
    public String scheme() {
        return tls.isOn() ? "https" : "http";
    }

    /** Full name of the policy, {@code policy/<model name>}. */
    public String policyName() {
        return "policy/" + modelName;
    }

    /**
     * How answers are drawn when the caller does not say.
     *
     * @param temperature softmax temperature, range [0, 2]
     * @param topP nucleus mass kept, range (0, 1]
     * @param maxTokens upper bound of generated tokens; a caller's larger wish is cut to it
     */
    public record SamplingDefaults(double temperature, double topP, int maxTokens) {
        public SamplingDefaults {
            check(temperature >= 0 && temperature <= 2, "temperature is " + temperature + "; give 0 to 2");
            check(topP > 0 && topP <= 1, "top-p is " + topP + "; give a number above 0 and up to 1");
            check(maxTokens >= 1, "max-tokens is " + maxTokens + "; give at least 1");
        }
    }

    /**
     * Sizes above which requests are refused.
     *
     * @param displayed most answers to one prompt that a caller may ask for
     * @param batch most items in one batch request
     * @param waiting most answers under way; beyond it callers are told to come back (429)
     * @param queued most events waiting for the brokers; beyond it callers are told to come back (503)
     * @param textLength longest text of one field, characters
     */
    public record Limits(int displayed, int batch, int waiting, int queued, int textLength) {
        public Limits {
            check(displayed >= 1, "displayed is " + displayed + "; give at least 1");
            check(batch >= 1, "batch is " + batch + "; give at least 1");
            check(waiting >= 1, "waiting is " + waiting + "; give at least 1");
            check(queued >= 1, "queued is " + queued + "; give at least 1");
            check(textLength >= 1, "text-length is " + textLength + "; give at least 1");
        }
    }

    /**
     * How long things may take.
     *
     * @param answer from accepting a prompt to the end of its answer
     * @param acknowledge from accepting an event to the acknowledgement of the brokers
     * @param maxBlock how long the producer may wait for metadata or memory
     * @param clockSkew how far a caller's event time may lie in the future
     * @param statusInterval between two points of the live curves
     * @param shutdown how long answers under way may take when the gateway stops
     */
    public record Timeouts(
            Duration answer,
            Duration acknowledge,
            Duration maxBlock,
            Duration clockSkew,
            Duration statusInterval,
            Duration shutdown) {
        public Timeouts {
            positive("answer", answer);
            positive("acknowledge", acknowledge);
            positive("max-block", maxBlock);
            positive("status-interval", statusInterval);
            check(!clockSkew.isNegative(), "clock-skew is " + clockSkew + "; give zero or more");
            check(!shutdown.isNegative(), "shutdown is " + shutdown + "; give zero or more");
        }

        private static void positive(String name, Duration value) {
            check(value.compareTo(Duration.ZERO) > 0, name + " is " + value + "; give a time above zero");
        }
    }

    private static void check(boolean good, String message) {
        if (!good) {
            throw new IllegalArgumentException(message);
        }
    }
}
