package io.thumbstream.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlowRequestsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int READ_MILLIS = 20_000;
    private static final String WHOLE = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi";
    private static final String STREAM = "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n";

    private final AtomicLong nanos = new AtomicLong();
    private final Site site = new Site(new SlowRequests(PATIENCE, nanos::get));
    private final Vertx vertx = Vertx.vertx();

    @BeforeEach
    void listen() throws Exception {
        done(vertx.deployVerticle(site));
    }

    @AfterEach
    void close() throws Exception {
        done(vertx.close());
    }

    @Test
    void shouldCloseAConnectionWhoseHeadComesByteByByte() throws Exception {
        try (Socket socket = connect()) {
            exchange(socket);
            send(socket, "GET /echo HT");
            pass(PATIENCE.minusSeconds(1));
            send(socket, "TP/1.1\r\nX-Slow: a");
            pass(Duration.ofSeconds(2));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void shouldCloseAConnectionWhoseBodyDoesNotEnd() throws Exception {
        try (Socket socket = connect()) {
            exchange(socket);
            send(socket, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhi");
            pass(PATIENCE.plusSeconds(1));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void shouldLeaveAConnectionWithoutAByteToTheIdleTimeout() throws Exception {
        try (Socket silent = connect();
                Socket later = connect()) {
            exchange(later); // the other was accepted before
            assertThat(silent.isConnected()).isTrue();
            assertThat(open()).isEqualTo(1);
        }
    }

    @Test
    void shouldCountAnewFromEachAnswer() throws Exception {
        try (Socket socket = connect()) {
            for (int i = 0; i < 5; i++) {
                exchange(socket);
                pass(PATIENCE.minusSeconds(1));
            }
            exchange(socket);
        }
    }

    @Test
    void shouldLeaveAnAnswerAllTheTimeItTakes() throws Exception {
        try (Socket socket = connect()) {
            send(socket, STREAM);
            assertThat(until(socket, "one")).endsWith("one");
            pass(PATIENCE.multipliedBy(10));
            done(onLoop(() -> site.streams.get(0).write("two")));
            assertThat(until(socket, "two")).endsWith("two");
            done(onLoop(() -> site.streams.get(0).end("end")));
            assertThat(until(socket, "0\r\n\r\n")).contains("end");
            exchange(socket);
            pass(PATIENCE.plusSeconds(1));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    /** Java's client asks for an upgrade to HTTP/2, after which requests share the connection. */
    @Test
    void shouldLeaveAnAnswerAllTheTimeItTakesAfterAnUpgradeToHttp2() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + site.port + "/stream"))
                .build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        try (InputStream body = response.body()) {
            assertThat(body.readNBytes(3)).asString().isEqualTo("one");
            pass(PATIENCE.multipliedBy(10));
            done(onLoop(() -> site.streams.get(0).end("two")));
            assertThat(body.readAllBytes()).asString().isEqualTo("two");
        }
    }

    @Test
    void shouldForgetConnectionsThatAreClosed() throws Exception {
        try (Socket socket = connect()) {
            exchange(socket);
            pass(PATIENCE.plusSeconds(1));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        try (Socket socket = connect()) { // accepted after the other was closed
            exchange(socket);
            assertThat(open()).isEqualTo(1);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", site.port);
        socket.setSoTimeout(READ_MILLIS);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void exchange(Socket socket) throws IOException {
        send(socket, WHOLE);
        assertThat(until(socket, "hi")).startsWith("HTTP/1.1 200");
    }

    private static String until(Socket socket, String end) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (!read.toString(StandardCharsets.US_ASCII).endsWith(end)) {
            int next = socket.getInputStream().read();
            assertThat(next).as("closed after '%s'", read).isNotEqualTo(-1);
            read.write(next);
        }
        return read.toString(StandardCharsets.US_ASCII);
    }

    private void pass(Duration time) throws Exception {
        nanos.addAndGet(time.toNanos());
        done(onLoop(() -> {
            site.slow.tick();
            return Future.succeededFuture();
        }));
    }

    private int open() throws Exception {
        return done(onLoop(() -> Future.succeededFuture(site.slow.open())));
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> work) {
        return Future.future(asked -> site.loop(() -> work.get().onComplete(asked)));
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** A server with one route that answers at once and one that streams. */
    private static final class Site extends VerticleBase {
        private final List<HttpServerResponse> streams = new ArrayList<>();
        private final SlowRequests slow;
        private int port;

        Site(SlowRequests slow) {
            this.slow = slow;
        }

        @Override
        public Future<?> start() {
            Router router = Router.router(vertx);
            router.route().handler(slow::follow);
            router.route("/echo").handler(BodyHandler.create(false)).handler(routing -> routing.response()
                    .end(routing.body().buffer()));
            router.get("/stream").handler(routing -> {
                streams.add(routing.response().setChunked(true));
                routing.response().write("one");
            });
            return vertx.createHttpServer()
                    .connectionHandler(slow::connected)
                    .requestHandler(router)
                    .listen(0, "127.0.0.1")
                    .onSuccess(bound -> port = bound.actualPort());
        }

        void loop(Runnable work) {
            context.runOnContext(nothing -> work.run());
        }
    }
}
