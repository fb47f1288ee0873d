package io.thumbstream.launcher.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A page in the making. */
final class Markdown {
    private final StringBuilder text = new StringBuilder();

    Markdown(String title) {
        text.append("# ").append(title).append("\n\n");
        text.append("<!-- Made from the code by `")
                .append(ReferenceDocsTest.COMMAND)
                .append("`; do not edit. -->\n");
    }

    Markdown heading(String heading) {
        text.append("\n## ").append(heading).append('\n');
        return this;
    }

    Markdown paragraph(String paragraph) {
        text.append('\n').append(paragraph).append('\n');
        return this;
    }

    Markdown verbatim(String block) {
        String body = block.lines().map(String::stripTrailing).collect(Collectors.joining("\n"));
        text.append("\n```\n").append(body.strip()).append("\n```\n");
        return this;
    }

    Markdown table(List<String> head, List<List<String>> rows) {
        text.append('\n');
        row(head);
        row(head.stream().map(column -> "---").toList());
        rows.forEach(this::row);
        return this;
    }

    private void row(List<String> cells) {
        text.append(
                cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    /** A setting's value as YAML writes it in one line. */
    static String value(JsonNode value) {
        if (value.isTextual()) {
            return value.textValue().isEmpty() ? "\"\"" : value.textValue();
        }
        if (value.isArray()) {
            List<String> elements = new ArrayList<>();
            value.forEach(element -> elements.add(value(element)));
            return "[" + String.join(", ", elements) + "]";
        }
        if (value.isObject()) {
            return value.properties().stream()
                    .map(entry -> entry.getKey() + ": " + value(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return value.asText();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
