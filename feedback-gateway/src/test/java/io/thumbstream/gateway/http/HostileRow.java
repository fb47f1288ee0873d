package io.thumbstream.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One hostile request of the tables in {@code hostile/}, with the answer that is documented for it.
 *
 * @param row what the table says: a {@code call} with {@code headers} and a {@code body}, as text, as {@code hex}, or as
 *     {@code fill} (before, unit, times, after), or everything as {@code raw}
 */
record HostileRow(JsonNode row) {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    static Stream<HostileRow> of(String table) {
        try {
            JsonNode rows = YAML.readTree(HostileRow.class.getResource("hostile/" + table + ".yaml"));
            Stream.Builder<HostileRow> all = Stream.builder();
            rows.forEach(row -> all.add(new HostileRow(row)));
            return all.build();
        } catch (IOException e) {
            throw new IllegalStateException("the table " + table + " cannot be read", e);
        }
    }

    String settings() {
        return row.path("settings").asText("open");
    }

    /** Whether the answer is the HTTP library's own, without a problem document. */
    boolean bare() {
        return row.path("bare").asBoolean();
    }

    /** Status of the answer; 0 for a connection that is closed without one. */
    int status() {
        return row.path("status").asInt();
    }

    String type() {
        return row.path("type").asText();
    }

    /** The bytes to send, with every <code>${name}</code> replaced. */
    byte[] bytes(Map<String, String> made) {
        if (row.has("raw")) {
            return row.path("raw").asText().getBytes(StandardCharsets.ISO_8859_1);
        }
        byte[] body = body(made);
        StringBuilder head = new StringBuilder(filled(row.path("call").asText(), made));
        if (row.has("fill-path")) {
            head.append(' ')
                    .append(repeated(row.path("fill-path"), 0))
                    .append(row.path("query").asText(""));
        }
        head.append(" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
        if (!row.path("headers").has("Content-Type")) {
            head.append("Content-Type: application/json\r\n");
        }
        row.path("headers").properties().forEach(header -> {
            JsonNode values = header.getValue();
            for (JsonNode value :
                    values.isArray() ? values : YAML.createArrayNode().add(values)) {
                head.append(header.getKey())
                        .append(": ")
                        .append(filled(value.asText(), made))
                        .append("\r\n");
            }
        });
        if (row.has("fill-header")) {
            JsonNode fill = row.path("fill-header");
            head.append(fill.path(0).asText())
                    .append(": ")
                    .append(fill.path(1).asText().repeat(fill.path(2).asInt()));
            head.append("\r\n");
        }
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        request.writeBytes(body);
        return request.toByteArray();
    }

    private byte[] body(Map<String, String> made) {
        if (row.has("hex")) {
            return HexFormat.of().parseHex(row.path("hex").asText());
        }
        String text = row.has("fill")
                ? repeated(row.path("fill"), 0) + row.path("fill").path(3).asText()
                : filled(row.path("body").asText(""), made);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String repeated(JsonNode fill, int at) {
        return fill.path(at).asText()
                + fill.path(at + 1).asText().repeat(fill.path(at + 2).asInt());
    }

    private static String filled(String text, Map<String, String> made) {
        String filled = text;
        for (Map.Entry<String, String> entry : made.entrySet()) {
            filled = filled.replace("${" + entry.getKey() + "}", entry.getValue());
        }
        if (filled.contains("${")) {
            throw new IllegalStateException("nothing is made for a name in: " + text);
        }
        return filled;
    }

    @Override
    public String toString() {
        return row.path("name").asText();
    }
}
