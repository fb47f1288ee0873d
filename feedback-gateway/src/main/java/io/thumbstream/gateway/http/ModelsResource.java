package io.thumbstream.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.gateway.GatewaySettings;
import io.thumbstream.gateway.input.Json;
import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemKind;
import io.thumbstream.gateway.view.RunState;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /v1/models}: the one model that answers here. Confined to the event loop. */
final class ModelsResource {
    private final GatewaySettings settings;
    private final RunState run;

    ModelsResource(GatewaySettings settings, RunState run) {
        this.settings = settings;
        this.run = run;
    }

    void all(RoutingContext routing) {
        ObjectNode body = Json.object();
        body.put("object", "list");
        describe(body.putArray("data").addObject());
        reply(routing, body);
    }

    void one(RoutingContext routing) {
        String name = routing.pathParam("model");
        if (!settings.modelName().equals(name)) {
            throw Problem.of(
                            ProblemKind.UNKNOWN_MODEL,
                            "There is no model '" + name + "' here; ask for '" + settings.modelName() + "'.")
                    .exception();
        }
        ObjectNode body = Json.object();
        describe(body);
        reply(routing, body);
    }

    private static void reply(RoutingContext routing, ObjectNode body) {
        routing.response().putHeader("Content-Type", "application/json").end(Json.write(body));
    }

    private void describe(ObjectNode model) {
        model.put("id", settings.modelName());
        model.put("object", "model");
        model.put("created", 0);
        model.put("owned_by", "thumbstream");
        ObjectNode extension = model.putObject("thumbstream");
        extension.put("policy", settings.policyName());
        extension.put("policy_version", run.now().policyVersion());
    }
}
