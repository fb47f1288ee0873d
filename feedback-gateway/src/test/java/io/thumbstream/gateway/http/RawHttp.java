package io.thumbstream.gateway.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Sends bytes as they are, which no HTTP client would, and reads until the server closes. */
final class RawHttp {
    private static final int PATIENCE_MILLIS = 20_000;

    private RawHttp() {}

    /**
     * A response.
     *
     * @param status status code, 0 when the server closed without an answer
     * @param head status line and headers
     * @param body what follows, possibly with chunk sizes in between
     */
    record Response(int status, String head, String body) {}

    static Response send(int port, byte[] request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            try {
                socket.getOutputStream().write(request);
            } catch (SocketException e) {
                // the server has answered and closed before it read everything; the answer is still there
                return parse(socket.getInputStream().readAllBytes());
            }
            return parse(socket.getInputStream().readAllBytes());
        }
    }

    private static Response parse(byte[] bytes) {
        if (bytes.length == 0) {
            return new Response(0, "", "");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        String[] parts = text.split("\r\n\r\n", 2);
        String[] line = parts[0].split(" ", 3);
        if (parts.length < 2 || line.length < 2) {
            throw new IllegalStateException("no HTTP response: " + Arrays.toString(parts));
        }
        return new Response(Integer.parseInt(line[1]), parts[0], parts[1]);
    }
}
