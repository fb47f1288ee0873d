package io.thumbstream.launcher.bench.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StreamedReplyTest {
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    private static final String OPENING =
            "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n";
    private static final String TEXT = "data: {\"choices\":[{\"delta\":{\"content\":\"Grüße\"}}]}\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    private final AtomicLong clock = new AtomicLong();

    @Test
    void shouldTakeTheTimeOfTheFirstPieceWithText() throws IOException {
        InputStream in = stream(HEAD + chunk(OPENING) + chunk(TEXT) + chunk(TEXT) + chunk(DONE) + chunk(""));

        StreamedReply reply = read(in);

        assertThat(reply.firstText()).as("the second of four pieces").hasValue(2);
        assertThat(reply.end()).isEqualTo(5);
        assertThat(in.available()).isZero();
    }

    @Test
    void shouldLeaveTheNextReplyOfTheConnection() throws IOException {
        String silent = HEAD + chunk(OPENING + DONE) + chunk("");
        InputStream in = stream(silent + HEAD + chunk(TEXT + DONE) + chunk(""));

        assertThat(read(in).firstText()).isEmpty();
        assertThat(read(in).firstText()).hasValue(3);
    }

    @Test
    void shouldPutEventsTogetherThatComeInPieces() throws IOException {
        int middle = TEXT.length() / 2;
        InputStream in = stream(
                HEAD + chunk(TEXT.substring(0, middle)) + chunk(TEXT.substring(middle)) + chunk(DONE) + chunk(""));

        assertThat(read(in).firstText()).as("when its end was there").hasValue(2);
    }

    @Test
    void shouldSayWhatCameInPlaceOfAStream() {
        assertThatThrownBy(() -> read(stream("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("503")
                .hasMessageContaining("no stream");
        assertThatThrownBy(() -> read(stream(HEAD + "ff\r\ndata")))
                .isInstanceOf(EOFException.class)
                .hasMessageContaining("4 of 255 bytes");
    }

    private StreamedReply read(InputStream in) throws IOException {
        return StreamedReply.read(in, clock::incrementAndGet);
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n";
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
