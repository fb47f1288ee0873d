package io.thumbstream.launcher.bench.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.launcher.bench.ingest.KeptConnection;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * When the pieces of a streamed answer came.
 *
 * @param firstText when the first piece with text was there, nanoseconds from when the request was sent; empty for an answer without text
 * @param end when all of it was there, nanoseconds from when the request was sent
 */
record StreamedReply(OptionalLong firstText, long end) {
    private static final String FINE = "HTTP/1.1 200";
    private static final String ENCODING = "transfer-encoding:";
    private static final String EVENT_END = "\n\n";
    private static final String DATA = "data: ";
    private static final int HEXADECIMAL = 16;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads one reply to its end, so that the connection can be asked again.
     *
     * @param sinceSent nanoseconds since the request was sent, asked whenever something came
     * @throws IOException when the reply is not a stream, with what it is; the connection is of no use then
     */
    static StreamedReply read(InputStream in, LongSupplier sinceSent) throws IOException {
        head(in);
        OptionalLong first = OptionalLong.empty();
        StringBuilder text = new StringBuilder();
        for (byte[] chunk = chunk(in); chunk.length > 0; chunk = chunk(in)) {
            long now = sinceSent.getAsLong();
            text.append(new String(chunk, StandardCharsets.UTF_8)); // the gateway writes whole events
            for (int end = text.indexOf(EVENT_END); end >= 0; end = text.indexOf(EVENT_END)) {
                if (first.isEmpty() && hasText(text.substring(0, end))) {
                    first = OptionalLong.of(now);
                }
                text.delete(0, end + EVENT_END.length());
            }
        }
        return new StreamedReply(first, sinceSent.getAsLong());
    }

    private static void head(InputStream in) throws IOException {
        String status = KeptConnection.line(in);
        boolean chunked = false;
        for (String line = KeptConnection.line(in); !line.isEmpty(); line = KeptConnection.line(in)) {
            String header = line.toLowerCase(Locale.ROOT);
            chunked |= header.startsWith(ENCODING) && header.endsWith("chunked");
        }
        if (!status.startsWith(FINE) || !chunked) {
            throw new IOException("the gateway answered '" + status + "' and " + (chunked ? "a" : "no") + " stream");
        }
    }

    /** The next chunk; empty at the end. */
    private static byte[] chunk(InputStream in) throws IOException {
        int length = Integer.parseInt(KeptConnection.line(in).strip(), HEXADECIMAL);
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length || !KeptConnection.line(in).isEmpty()) {
            throw new EOFException("a chunk ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private static boolean hasText(String event) throws IOException {
        if (!event.startsWith(DATA + "{")) {
            return false;
        }
        try {
            return !JSON.readTree(event.substring(DATA.length()))
                    .path("choices")
                    .path(0)
                    .path("delta")
                    .path("content")
                    .asText("")
                    .isEmpty();
        } catch (JsonProcessingException e) {
            throw new IOException("the gateway streamed '" + event + "', which is not JSON", e);
        }
    }
}
