package io.thumbstream.launcher.experiment;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.launcher.result.ResultStore;
import java.io.IOException;

/** What one seed showed, as it is kept: every number under its name. */
final class SeedForm implements ResultStore.Form<SeedResult> {
    private static final String RESULT = "result";

    private final ObjectMapper json = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    @Override
    public int number() {
        return 1;
    }

    @Override
    public void write(SeedResult result, ObjectNode file) {
        file.set(RESULT, json.valueToTree(result));
    }

    @Override
    public SeedResult read(JsonNode file) throws IOException {
        return json.treeToValue(file.path(RESULT), SeedResult.class);
    }
}
