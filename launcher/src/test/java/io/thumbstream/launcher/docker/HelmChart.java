package io.thumbstream.launcher.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * {@code docker/helm/thumbstream}, read without Helm: the chart keeps to values, the name of the release, {@code toYaml}
 * with an indent, and {@code if}. Anything else is refused, so that nothing is overlooked.
 */
final class HelmChart {
    static final String RELEASE = "trial";

    private static final Path CHART = Delivery.DOCKER.resolve("helm/thumbstream");
    private static final Pattern IF = Pattern.compile("\\s*\\{\\{- if (not )?\\.Values\\.([\\w.]+) }}");
    private static final Pattern END = Pattern.compile("\\s*\\{\\{- end }}");
    private static final Pattern TREE =
            Pattern.compile("\\s*\\{\\{- toYaml \\.Values\\.([\\w.]+) \\| nindent (\\d+) }}");
    private static final Pattern VALUE = Pattern.compile("\\{\\{ \\.Values\\.([\\w.]+) }}");

    private final JsonNode values;

    HelmChart(JsonNode values) {
        this.values = values;
    }

    static JsonNode defaultValues() {
        return Delivery.yaml(CHART.resolve("values.yaml"));
    }

    static JsonNode chart() {
        return Delivery.yaml(CHART.resolve("Chart.yaml"));
    }

    /** All objects of the chart. */
    List<JsonNode> objects() {
        return Delivery.files("helm/thumbstream/templates", ".yaml").stream()
                .flatMap(file -> Arrays.stream(render(Delivery.text(file)).split("(?m)^---$")))
                .map(Delivery::yaml)
                .toList();
    }

    List<JsonNode> objects(String kind) {
        return objects().stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .toList();
    }

    String render(String template) {
        StringBuilder text = new StringBuilder();
        Deque<Boolean> shown = new ArrayDeque<>();
        template.lines().forEach(line -> {
            Matcher condition = IF.matcher(line);
            if (condition.matches()) {
                boolean negated = condition.group(1) != null;
                shown.push(isTrue(value(condition.group(2))) != negated);
            } else if (END.matcher(line).matches()) {
                shown.pop();
            } else if (!shown.contains(false)) {
                text.append(filled(line)).append('\n');
            }
        });
        if (!shown.isEmpty()) {
            throw new IllegalArgumentException("an `if` of the template has no `end`");
        }
        return text.toString();
    }

    private String filled(String line) {
        Matcher tree = TREE.matcher(line);
        if (tree.matches()) {
            String indent = " ".repeat(Integer.parseInt(tree.group(2)));
            return dump(value(tree.group(1))).lines().map(indent::concat).collect(Collectors.joining("\n"));
        }
        String filled = VALUE.matcher(line)
                .replaceAll(
                        found -> Matcher.quoteReplacement(value(found.group(1)).asText()))
                .replace("{{ .Release.Name }}", RELEASE);
        if (filled.contains("{{")) {
            throw new IllegalArgumentException("the chart should keep to plain actions, but has: " + line);
        }
        return filled;
    }

    private JsonNode value(String path) {
        JsonNode value = values.at("/" + path.replace('.', '/'));
        if (value.isMissingNode()) {
            throw new IllegalArgumentException("values.yaml has no " + path);
        }
        return value;
    }

    private static boolean isTrue(JsonNode value) {
        return value.isTextual() ? !value.asText().isEmpty() : value.asBoolean();
    }

    private static String dump(JsonNode tree) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return new Yaml(options).dump(new ObjectMapper().convertValue(tree, Object.class));
    }
}
