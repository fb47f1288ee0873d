package io.thumbstream.model.lm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * What a model's files say beyond its configuration and weights, kept so that saving does not lose it.
 *
 * @param fields of {@code config.json}; never changed
 * @param metadata of the safetensors files
 */
record LmOrigin(ObjectNode fields, Map<String, String> metadata) {
    LmOrigin {
        metadata = Map.copyOf(metadata);
    }

    /** Of a model that was made here. */
    static LmOrigin of(LmConfig config) {
        return new LmOrigin(LmConfigFile.describe(config), Map.of("format", "pt"));
    }
}
