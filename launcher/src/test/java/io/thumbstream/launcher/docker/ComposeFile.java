package io.thumbstream.launcher.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code docker/compose.yaml}. */
final class ComposeFile {
    static final String OUR_IMAGE = "thumbstream:";

    private final JsonNode root = Delivery.yaml(Delivery.DOCKER.resolve("compose.yaml"));

    /**
     * A container of the file.
     *
     * @param name how the others reach it
     */
    record Container(String name, JsonNode node) {
        boolean ours() {
            return image().startsWith(OUR_IMAGE);
        }

        String image() {
            return node.path("image").asText();
        }

        List<String> command() {
            return Delivery.texts(node.path("command"));
        }

        Map<String, String> environment() {
            return Delivery.map(node.path("environment"));
        }

        List<String> ports() {
            return Delivery.texts(node.path("ports"));
        }

        List<String> volumes() {
            return Delivery.texts(node.path("volumes"));
        }

        boolean checked() {
            return !node.at("/healthcheck/disable").asBoolean();
        }

        /** Containers that are started before it. */
        List<String> after() {
            JsonNode before = node.path("depends_on");
            return before.isObject() ? List.copyOf(Delivery.map(before).keySet()) : Delivery.texts(before);
        }
    }

    JsonNode root() {
        return root;
    }

    Map<String, Container> containers() {
        Map<String, Container> containers = new TreeMap<>();
        root.path("services")
                .properties()
                .forEach(entry -> containers.put(entry.getKey(), new Container(entry.getKey(), entry.getValue())));
        return containers;
    }

    List<Container> ours() {
        return containers().values().stream().filter(Container::ours).toList();
    }
}
