package io.thumbstream.launcher.bench.models;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One kept-alive HTTP/1.1 connection that asks for one streamed answer after the other. So small that the processors are left to what is
 * measured. One thread owns it.
 */
final class StreamConnection implements AutoCloseable {
    private static final String PATH = "/v1/chat/completions";

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String host;

    private StreamConnection(Socket socket, String host) throws IOException {
        this.socket = socket;
        this.host = host;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /**
     * Connects.
     *
     * @param patience for the connection, and for each piece of an answer
     * @throws IOException when nobody listens in time
     */
    static StreamConnection open(URI server, Duration patience) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            socket.connect(
                    new InetSocketAddress(server.getHost(), server.getPort()), Math.toIntExact(patience.toMillis()));
            return new StreamConnection(socket, server.getHost() + ":" + server.getPort());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Asks and reads the whole answer; time begins when the request is about to be written.
     *
     * @throws IOException when the connection broke, nothing came in time, or no stream came
     */
    StreamedReply ask(byte[] json) throws IOException {
        byte[] head = ("POST " + PATH + " HTTP/1.1\r\nHost: " + host
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + json.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = ByteBuffer.allocate(head.length + json.length)
                .put(head)
                .put(json)
                .array();
        long sent = System.nanoTime();
        out.write(request);
        return StreamedReply.read(in, () -> System.nanoTime() - sent);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
