package io.thumbstream.runtime.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** References {@code ${env:NAME}} and {@code ${file:path}} in values: resolved for use, hidden for printing. */
final class Secrets {
    static final String HIDDEN = "***";

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");
    private static final Pattern SECRET_KEY = Pattern.compile(
            ".*(password|passphrase|secret|jaas|credential|user\\.info|api-key|keystore\\.key|private[.-]?key|auth\\.token).*",
            Pattern.CASE_INSENSITIVE);
    /** User and password inside of an address. */
    private static final Pattern SECRET_PART = Pattern.compile("(?<=//)[^/?#@\\s]*@");

    private final Map<String, String> environment;
    private final List<String> problems;

    Secrets(Map<String, String> environment, List<String> problems) {
        this.environment = environment;
        this.problems = problems;
    }

    /** The tree with every reference replaced by what it refers to. */
    JsonNode resolve(JsonNode node, String path) {
        if (node instanceof ObjectNode object) {
            ObjectNode resolved = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(entry ->
                            resolved.set(entry.getKey(), resolve(entry.getValue(), Keys.join(path, entry.getKey()))));
            return resolved;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode resolved = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> resolved.add(resolve(element, path)));
            return resolved;
        }
        if (!node.isTextual()) {
            return node;
        }
        String text =
                REFERENCE.matcher(node.textValue()).replaceAll(found -> Matcher.quoteReplacement(lookUp(found, path)));
        return JsonNodeFactory.instance.textNode(text);
    }

    /**
     * The values in use with secrets hidden: those that came from a reference, those of keys that name a secret, and users and passwords
     * in addresses.
     *
     * @param written tree of the values in use
     * @param raw the same tree before references were resolved
     */
    static JsonNode hide(JsonNode written, JsonNode raw) {
        if (written instanceof ObjectNode object) {
            ObjectNode hidden = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(entry -> {
                boolean secret = entry.getValue().isValueNode()
                        && SECRET_KEY.matcher(entry.getKey()).matches();
                JsonNode shown = hide(entry.getValue(), raw.path(entry.getKey()));
                hidden.set(entry.getKey(), secret ? JsonNodeFactory.instance.textNode(HIDDEN) : shown);
            });
            return hidden;
        }
        if (written instanceof ArrayNode array) {
            ArrayNode hidden = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < array.size(); i++) {
                hidden.add(hide(array.path(i), raw.path(i)));
            }
            return hidden;
        }
        boolean refers = raw.isTextual() && REFERENCE.matcher(raw.textValue()).find();
        if (refers) {
            return JsonNodeFactory.instance.textNode(HIDDEN);
        }
        return written.isTextual()
                ? JsonNodeFactory.instance.textNode(
                        SECRET_PART.matcher(written.textValue()).replaceAll(HIDDEN + "@"))
                : written;
    }

    private String lookUp(MatchResult reference, String path) {
        String name = reference.group(2);
        if (reference.group(1).equals("env")) {
            String value = environment.get(name);
            if (value == null) {
                problems.add(path + " refers to the environment variable " + name + ", which is not set; set it");
                return "";
            }
            return value;
        }
        try {
            return Files.readString(Path.of(name)).stripTrailing();
        } catch (IOException e) {
            problems.add(path + " refers to the file " + name + ", which cannot be read; check path and permissions");
            return "";
        }
    }
}
