package io.thumbstream.launcher.bench.ingest;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * One kept-alive HTTP/1.1 connection that posts one request after the other. So small that the processors are left to what is
 * measured; it understands what the gateway answers and no more. One thread owns it.
 */
public final class KeptConnection implements AutoCloseable {
    private static final String LENGTH = "content-length:";
    private static final int STATUS_AT = 9;
    private static final int STATUS_END = 12;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String host;

    /**
     * What the server answered.
     *
     * @param status of HTTP
     * @param text body
     */
    public record Answer(int status, String text) {}

    private KeptConnection(Socket socket, String host) throws IOException {
        this.socket = socket;
        this.host = host;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /**
     * Connects.
     *
     * @param patience for the connection, and for each answer
     * @throws IOException when nobody listens in time
     */
    public static KeptConnection open(URI server, Duration patience) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            socket.connect(
                    new InetSocketAddress(server.getHost(), server.getPort()), Math.toIntExact(patience.toMillis()));
            return new KeptConnection(socket, server.getHost() + ":" + server.getPort());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Posts JSON and reads the whole answer.
     *
     * @throws IOException when the connection broke or nothing came in time: nobody knows what was done
     */
    public Answer post(String path, byte[] json) throws IOException {
        InputStream answer = send(request(path, json));
        String status = line(answer);
        int length = -1;
        for (String line = line(answer); !line.isEmpty(); line = line(answer)) {
            if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                length = Integer.parseInt(line.substring(LENGTH.length()).strip());
            }
        }
        if (length < 0 || status.length() < STATUS_END) {
            throw new IOException("the answer '" + status + "' has no length; only the gateway can be measured");
        }
        byte[] body = answer.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the answer ended after " + body.length + " of " + length + " bytes");
        }
        return new Answer(
                Integer.parseInt(status.substring(STATUS_AT, STATUS_END)), new String(body, StandardCharsets.UTF_8));
    }

    /** A request that posts JSON, as it is sent. */
    public byte[] request(String path, byte[] json) {
        byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: " + host
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + json.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(head.length + json.length)
                .put(head)
                .put(json)
                .array();
    }

    /**
     * Sends a request.
     *
     * @return where the answer comes; it is read to its end before the next request is sent, and not closed
     */
    public InputStream send(byte[] request) throws IOException {
        out.write(request);
        return in;
    }

    /**
     * The next line of an answer, without its end.
     *
     * @throws EOFException when the connection was closed before the end of the line
     */
    public static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection was closed in the middle of an answer");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
