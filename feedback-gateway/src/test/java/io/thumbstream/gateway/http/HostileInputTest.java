package io.thumbstream.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.gateway.access.ApiKeys;
import io.thumbstream.gateway.event.FeedbackContent;
import io.thumbstream.gateway.event.FeedbackEvent.Kind;
import io.thumbstream.gateway.identity.GatewaySecret;
import io.thumbstream.gateway.identity.Identities;
import io.thumbstream.gateway.identity.Receipt;
import io.thumbstream.gateway.identity.Receipts;
import io.thumbstream.gateway.view.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every hostile request of the tables gets its documented answer; none gets a stack trace, and none changes anything. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileInputTest {
    private static final Pattern INSIDES = Pattern.compile("(?i)exception|stack ?trace|\\bat"
            + " [a-z]+\\.[a-z]|\\b(java|javax|jdk|com|org)\\.[a-z]+\\.|io\\.(vertx|netty|thumbstream)|jackson");
    private static final String GOOD = "{\"id\":\"good\",\"kind\":\"thumb\",\"rollout_id\":\"good.0\",\"value\":1}";

    private final Map<String, TestGateway> gateways = new HashMap<>();
    private final Map<String, String> made = new HashMap<>();

    @BeforeAll
    void start() throws Exception {
        gateways.put("open", new TestGateway());
        gateways.put("locked", new TestGateway(TestGateway.settings(Keys.LOCKED)));
        gateways.put("require", new TestGateway(TestGateway.settings("receipts: {check: require}")));
        TestGateway loud = new TestGateway(TestGateway.settings("rates: {user: {per-second: 0.001, burst: 1}}"));
        gateways.put("loud", loud);
        assertThat(loud.post("/v1/feedback", GOOD.replace("}", ",\"user\":\"ann\"}"))
                        .statusCode())
                .isEqualTo(202);
        makeKeys();
        makeReceipts();
        know();
    }

    private TestGateway gateway(String settings) {
        return Objects.requireNonNull(gateways.get(settings), settings);
    }

    @AfterAll
    void stop() throws Exception {
        for (TestGateway gateway : gateways.values()) {
            assertThat(gateway.get("/").statusCode()).as("after everything").isEqualTo(200);
            gateway.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void shouldAnswerAsDocumentedAndChangeNothing(HostileRow row) throws Exception {
        TestGateway gateway = gateway(row.settings());
        int before = gateway.log.events().size();
        RawHttp.Response response = RawHttp.send(gateway.server.port(), row.bytes(made));
        assertThat(response.status()).as(response.body()).isEqualTo(row.status());
        assertThat(gateway.log.events()).hasSize(before);
        assertThat(response.head() + response.body())
                .doesNotContainPattern(INSIDES)
                .doesNotContain(Keys.SERVER)
                .doesNotContain(Keys.SENDER);
        if (!row.bare()) {
            checkProblem(row, response);
        }
    }

    private static void checkProblem(HostileRow row, RawHttp.Response response) {
        assertThat(response.body())
                .containsPattern("urn:thumbstream:problem:" + row.type() + "\"|\"code\":\""
                        + row.type().replace('-', '_') + "\"");
        assertThat(response.head().lines().map(line -> line.toLowerCase(Locale.ROOT)))
                .anyMatch(line -> line.matches("content-type: application/(problem\\+)?json"))
                .contains("x-content-type-options: nosniff")
                .noneMatch(line -> line.startsWith("set-cookie"));
    }

    @Test
    void shouldHoldAHundredDifferentRows() {
        assertThat(rows().map(HostileRow::toString).distinct().count())
                .isGreaterThanOrEqualTo(100)
                .isEqualTo(rows().count());
    }

    static Stream<HostileRow> rows() {
        return Stream.of("json", "fields", "http", "access", "formats").flatMap(HostileRow::of);
    }

    private void makeKeys() {
        made.put("key", Keys.SERVER);
        made.put("narrow-key", Keys.SENDER);
        made.put("hash", ApiKeys.hash(Keys.SERVER));
        made.put("changed-key", changed(Keys.SERVER));
    }

    private void makeReceipts() {
        Identities identities = new Identities(GatewaySecret.of("0123456789abcdef"), () -> new byte[17]);
        Optional<String> ann = Optional.of(identities.userKey("ann"));
        String group = identities.newGroup(ann);
        Instant later = TestGateway.NOW.plus(Duration.ofHours(1));
        Receipts receipts = identities.receipts();
        Receipt right = new Receipt(group, List.of(0, 1), Set.of(Kind.THUMB, Kind.PAIR), later, ann);
        String receipt = receipts.sign(right);
        made.put("group", group);
        made.put("receipt", receipt);
        made.put("ranks", receipts.sign(new Receipt(group, List.of(0, 1), Set.of(Kind.RANKING), later, ann)));
        made.put("of-abc", receipts.sign(new Receipt("abc", List.of(0), Set.of(Kind.THUMB), later, ann)));
        made.put(
                "expired",
                receipts.sign(new Receipt(
                        group, List.of(0), Set.of(Kind.THUMB), TestGateway.NOW.minus(Duration.ofSeconds(1)), ann)));
        Identities others = new Identities(GatewaySecret.of("fedcba9876543210"), () -> new byte[17]);
        made.put("foreign", others.receipts().sign(right));
        made.put("changed-receipt", changed(receipt));
        made.put("other-version", receipt.replace("r1.", "r2."));
        made.put("unsigned", receipt.substring(0, receipt.lastIndexOf('.') + 1));
    }

    /** One vote that the gateway has seen on its topic. */
    private void know() throws Exception {
        FeedbackContent content = new FeedbackContent(
                "thumb",
                List.of("abc.0"),
                OptionalDouble.of(1),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Seen.Vote vote = new Seen.Vote(
                "known",
                "thumb",
                OptionalDouble.of(1),
                List.of("abc.0"),
                "api",
                TestGateway.NOW,
                Optional.of(content.fingerprint()));
        Void unused = gateway("open")
                .server
                .observe(List.of(vote))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    /** The same with the first letter of its last ten changed: every bit of it counts. */
    private static String changed(String text) {
        int at = text.length() - 10;
        char other = text.charAt(at) == 'A' ? 'B' : 'A';
        return text.substring(0, at) + other + text.substring(at + 1);
    }
}
