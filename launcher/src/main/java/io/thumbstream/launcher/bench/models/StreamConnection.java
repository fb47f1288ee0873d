package io.thumbstream.launcher.bench.models;

import io.thumbstream.launcher.bench.ingest.KeptConnection;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;

/** One kept-alive connection that asks for one streamed answer after the other. One thread owns it. */
final class StreamConnection implements AutoCloseable {
    private static final String PATH = "/v1/chat/completions";

    private final KeptConnection connection;

    private StreamConnection(KeptConnection connection) {
        this.connection = connection;
    }

    /**
     * Connects.
     *
     * @param patience for the connection, and for each piece of an answer
     * @throws IOException when nobody listens in time
     */
    static StreamConnection open(URI server, Duration patience) throws IOException {
        return new StreamConnection(KeptConnection.open(server, patience));
    }

    /**
     * Asks and reads the whole answer; time begins when the request is about to be written.
     *
     * @throws IOException when the connection broke, nothing came in time, or no stream came
     */
    StreamedReply ask(byte[] json) throws IOException {
        byte[] request = connection.request(PATH, json);
        long sent = System.nanoTime();
        InputStream in = connection.send(request);
        return StreamedReply.read(in, () -> System.nanoTime() - sent);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
