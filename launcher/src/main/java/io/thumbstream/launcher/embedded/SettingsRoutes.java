package io.thumbstream.launcher.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.launcher.embedded.RegistryChange.ClearLevel;
import io.thumbstream.launcher.embedded.RegistryChange.ClearMode;
import io.thumbstream.launcher.embedded.RegistryChange.SetLevel;
import io.thumbstream.launcher.embedded.RegistryChange.SetMode;
import java.util.Set;

/** Paths {@code /config} and {@code /mode}, for the whole registry and per subject. */
final class SettingsRoutes {
    private static final Set<String> MODES = Set.of("READWRITE", "READONLY", "READONLY_OVERRIDE");

    private final RegistryService service;

    SettingsRoutes(RegistryService service) {
        this.service = service;
    }

    JsonNode config(RegistryRequest request) {
        String subject = subject(request);
        RegistryState state = service.state();
        switch (request.method()) {
            case "PUT" -> {
                String level = request.text("compatibility");
                if (!SchemaRules.LEVELS.contains(level)) {
                    throw RegistryException.unprocessable(
                            42203, "Invalid compatibility level " + level + ". Valid values are " + SchemaRules.LEVELS);
                }
                service.commit(new SetLevel(subject, level));
                return field("compatibility", level);
            }
            case "DELETE" -> {
                String before = state.ownLevel(subject).orElseThrow(() -> noLevel(subject));
                service.commit(new ClearLevel(subject));
                return field("compatibilityLevel", before);
            }
            default -> {
                boolean inherits = subject.equals(RegistryChange.GLOBAL) || request.flag("defaultToGlobal");
                String level = inherits
                        ? state.level(subject)
                        : state.ownLevel(subject).orElseThrow(() -> noLevel(subject));
                return field("compatibilityLevel", level);
            }
        }
    }

    JsonNode mode(RegistryRequest request) {
        String subject = subject(request);
        RegistryState state = service.state();
        switch (request.method()) {
            case "PUT" -> {
                String mode = request.text("mode");
                if (!MODES.contains(mode)) {
                    throw RegistryException.unprocessable(
                            42204, "Invalid mode " + mode + ". Valid values are " + MODES);
                }
                service.commit(new SetMode(subject, mode));
                return field("mode", mode);
            }
            case "DELETE" -> {
                String before = state.ownMode(subject).orElseThrow(() -> noMode(subject));
                service.commit(new ClearMode(subject));
                return field("mode", before);
            }
            default -> {
                boolean inherits = subject.equals(RegistryChange.GLOBAL) || request.flag("defaultToGlobal");
                return field(
                        "mode",
                        inherits ? state.mode(subject) : state.ownMode(subject).orElseThrow(() -> noMode(subject)));
            }
        }
    }

    private static String subject(RegistryRequest request) {
        return request.path().size() > 1 ? request.path().get(1) : RegistryChange.GLOBAL;
    }

    private static RegistryException noLevel(String subject) {
        return new RegistryException(
                404, 40408, "Subject '" + subject + "' does not have subject-level compatibility configured");
    }

    private static RegistryException noMode(String subject) {
        return new RegistryException(
                404, 40409, "Subject '" + subject + "' does not have subject-level mode configured");
    }

    private static ObjectNode field(String name, String value) {
        return JsonNodeFactory.instance.objectNode().put(name, value);
    }
}
