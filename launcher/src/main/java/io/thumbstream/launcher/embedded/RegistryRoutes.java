package io.thumbstream.launcher.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.launcher.embedded.StoredSchema.Reference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Paths of Confluent's REST API for subjects, schemas and compatibility, as the Java, Python and Go clients call them. */
final class RegistryRoutes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GET = "GET";

    private final RegistryService service;
    private final SettingsRoutes settings;

    RegistryRoutes(RegistryService service) {
        this.service = service;
        this.settings = new SettingsRoutes(service);
    }

    /** Answer of a request. */
    JsonNode answer(RegistryRequest request) {
        if (request.path().isEmpty()) {
            return JSON.createObjectNode();
        }
        return switch (request.path().get(0)) {
            case "subjects" -> subjects(request);
            case "schemas" -> schemas(request);
            case "compatibility" -> compatibility(request);
            case "config" -> settings.config(request);
            case "mode" -> settings.mode(request);
            case "contexts" -> tree(List.of("."));
            case "v1" -> metadata(request);
            default -> throw RegistryException.noSuchPath(request.shownPath());
        };
    }

    private JsonNode subjects(RegistryRequest request) {
        List<String> path = request.path();
        if (path.size() == 1 && request.is(GET)) {
            String prefix = request.query().getOrDefault("subjectPrefix", "");
            boolean any = prefix.isEmpty() || prefix.equals(":*:");
            return tree(service.state().subjects(request.flag("deleted")).stream()
                    .filter(subject -> any || subject.startsWith(prefix))
                    .toList());
        }
        if (path.size() == 2) {
            return subject(request, path.get(1));
        }
        if (path.size() >= 3 && path.get(2).equals("versions")) {
            return versions(request, path.get(1));
        }
        if (path.size() == 3
                && path.get(2).equals("metadata")
                && request.query().get("key") == null) {
            return shown(service.version(path.get(1), "latest", request.flag("deleted")));
        }
        throw RegistryException.noSuchPath(request.shownPath());
    }

    private JsonNode subject(RegistryRequest request, String subject) {
        return switch (request.method()) {
            case "POST" ->
                shown(service.lookUp(subject, schemaOf(request), referencesOf(request), request.flag("deleted")));
            case "DELETE" -> tree(service.deleteSubject(subject, request.flag("permanent")));
            default -> throw RegistryException.noSuchPath(request.shownPath());
        };
    }

    private JsonNode versions(RegistryRequest request, String subject) {
        List<String> path = request.path();
        if (path.size() == 3) {
            return switch (request.method()) {
                case "POST" -> {
                    StoredSchema stored = service.register(subject, schemaOf(request), referencesOf(request));
                    yield JSON.createObjectNode().put("id", stored.id()).put("guid", stored.guid());
                }
                case GET ->
                    tree(service.known(subject, request.flag("deleted")).stream()
                            .map(StoredSchema::version)
                            .toList());
                default -> throw RegistryException.noSuchPath(request.shownPath());
            };
        }
        String version = path.get(3);
        if (path.size() == 4 && request.is("DELETE")) {
            return tree(service.deleteVersion(subject, version, request.flag("permanent")));
        }
        StoredSchema schema = service.version(subject, version, request.flag("deleted"));
        if (path.size() == 4) {
            return shown(schema);
        }
        return switch (path.get(4)) {
            case "schema" -> parsed(schema);
            case "referencedby" -> tree(service.referencedBy(schema));
            default -> throw RegistryException.noSuchPath(request.shownPath());
        };
    }

    private JsonNode schemas(RegistryRequest request) {
        List<String> path = request.path();
        if (path.size() == 1) {
            return tree(service.state()
                    .all()
                    .filter(schema -> !schema.deleted() || request.flag("deleted"))
                    .map(RegistryRoutes::shown)
                    .toList());
        }
        if (path.get(1).equals("types")) {
            return tree(List.of("AVRO"));
        }
        if (path.size() == 3 && path.get(1).equals("guids")) {
            return withoutVersion(service.state()
                    .all()
                    .filter(schema -> schema.guid().equals(path.get(2)))
                    .findFirst()
                    .orElseThrow(() -> RegistryException.schemaNotFound(path.get(2))));
        }
        if (path.size() >= 3 && path.get(1).equals("ids") && path.get(2).matches("[0-9]{1,9}")) {
            return byId(request, Integer.parseInt(path.get(2)));
        }
        throw RegistryException.noSuchPath(request.shownPath());
    }

    private JsonNode byId(RegistryRequest request, int id) {
        StoredSchema schema =
                service.state().withId(id).orElseThrow(() -> RegistryException.schemaNotFound(Integer.toString(id)));
        Stream<StoredSchema> uses =
                service.state().all().filter(use -> use.id() == id && (!use.deleted() || request.flag("deleted")));
        if (request.path().size() == 3) {
            ObjectNode answer = withoutVersion(schema);
            return request.flag("fetchMaxId")
                    ? answer.put("maxId", service.state().highestId())
                    : answer;
        }
        return switch (request.path().get(3)) {
            case "schema" -> parsed(schema);
            case "subjects" -> tree(uses.map(StoredSchema::subject).distinct().toList());
            case "versions" ->
                tree(uses.map(use -> Map.of("subject", use.subject(), "version", use.version()))
                        .toList());
            default -> throw RegistryException.noSuchPath(request.shownPath());
        };
    }

    private JsonNode compatibility(RegistryRequest request) {
        List<String> path = request.path();
        boolean known = path.size() >= 4
                && path.get(1).equals("subjects")
                && path.get(3).equals("versions");
        if (!known || !request.is("POST")) {
            throw RegistryException.noSuchPath(request.shownPath());
        }
        String unused = schemaOf(request);
        List<String> problems = service.check(request, path.get(2));
        ObjectNode answer = JSON.createObjectNode().put("is_compatible", problems.isEmpty());
        if (request.flag("verbose")) {
            answer.set("messages", tree(problems));
        }
        return answer;
    }

    private static JsonNode metadata(RegistryRequest request) {
        return switch (request.shownPath()) {
            case "GET /v1/metadata/id" ->
                JSON.createObjectNode()
                        .set(
                                "scope",
                                tree(Map.of(
                                        "path",
                                        List.of(),
                                        "clusters",
                                        Map.of("schema-registry-cluster", "thumbstream"))));
            case "GET /v1/metadata/version" ->
                JSON.createObjectNode().put("version", "thumbstream-embedded").put("commitId", "");
            default -> throw RegistryException.noSuchPath(request.shownPath());
        };
    }

    /** Text of the schema in a request that asks for nothing this registry does not have. */
    private static String schemaOf(RegistryRequest request) {
        String type = request.body().path("schemaType").asText("AVRO");
        if (!Set.of("AVRO", "null").contains(type)) {
            throw RegistryException.unprocessable(
                    42201, "Schema type " + type + " is not held by the embedded registry; it holds AVRO");
        }
        for (String field : List.of("metadata", "ruleSet")) {
            if (request.body().hasNonNull(field)) {
                throw RegistryException.unprocessable(
                        42201, "The embedded registry keeps no " + field + "; use a full registry for it");
            }
        }
        return request.text("schema");
    }

    private static List<Reference> referencesOf(RegistryRequest request) {
        return RegistryCodec.references(request.body().path("references"));
    }

    private static ObjectNode shown(StoredSchema schema) {
        ObjectNode answer = JSON.createObjectNode()
                .put("subject", schema.subject())
                .put("version", schema.version())
                .put("id", schema.id());
        return answer.setAll(withoutVersion(schema));
    }

    private static ObjectNode withoutVersion(StoredSchema schema) {
        ObjectNode answer = JSON.createObjectNode().put("guid", schema.guid());
        if (!schema.references().isEmpty()) {
            answer.set("references", RegistryCodec.references(schema.references()));
        }
        return answer.put("schema", schema.schema());
    }

    private static JsonNode parsed(StoredSchema schema) {
        try {
            return JSON.readTree(schema.schema());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return JsonNodeFactory.instance.textNode(schema.schema());
        }
    }

    private static JsonNode tree(Object value) {
        return JSON.valueToTree(value);
    }
}
