package io.thumbstream.launcher.votes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Reads files of one JSON object per line, plain or gzipped; a line that cannot be used is counted and passed over. */
final class LineReader {
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    private final ObjectReader json = new ObjectMapper()
            .reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .forType(JsonNode.class);

    /** Takes one object. */
    interface Handler {
        /**
         * @throws UnusableLineException when the object lacks something; the message is the reason
         */
        void line(JsonNode object) throws UnusableLineException;
    }

    /** Why a line cannot be used. */
    static final class UnusableLineException extends Exception {
        private static final long serialVersionUID = 1;

        private final String reason;

        UnusableLineException(String reason) {
            super(reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    /** Refuses what is no file, before anything is started for it. */
    static void requireFile(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("There is no file " + file + "; check the path");
        }
    }

    /** Hands every object of the file to {@code handler} and counts the rest in {@code rejections}. */
    void read(Path file, Rejections rejections, Handler handler) throws IOException {
        requireFile(file);
        try (BufferedReader lines = open(file)) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    one(line, file.getFileName() + ":" + number, rejections, handler);
                }
            }
        }
    }

    private void one(String line, String where, Rejections rejections, Handler handler) {
        try {
            JsonNode object = json.readValue(line);
            if (!object.isObject()) {
                throw new UnusableLineException("not a JSON object");
            }
            handler.line(object);
        } catch (JsonProcessingException e) {
            rejections.add("not JSON", where);
        } catch (UnusableLineException e) {
            rejections.add(e.reason(), where);
        }
    }

    private static BufferedReader open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        in.mark(2);
        boolean gzip = in.read() == GZIP_FIRST && in.read() == GZIP_SECOND;
        in.reset();
        return new BufferedReader(new InputStreamReader(gzip ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8));
    }

    /** A text field that must be there and not be blank. */
    static String text(JsonNode object, String field) throws UnusableLineException {
        String text = optional(object, field);
        if (text.isBlank()) {
            throw new UnusableLineException("field '" + field + "' is missing or empty");
        }
        return text;
    }

    /** A text field, empty when it is not there. */
    static String optional(JsonNode object, String field) throws UnusableLineException {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isTextual() && !value.isNumber()) {
            throw new UnusableLineException("field '" + field + "' is not a text");
        }
        return value.asText();
    }
}
