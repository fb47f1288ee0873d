package io.thumbstream.runtime.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings with the story of every value.
 *
 * @param value the settings
 * @param effective their tree with secrets shown as {@code ***}; safe to print and to store
 * @param origins where each value came from, by dotted path in declaration order: {@code default}, a file, a variable, a flag
 * @param hash sha256 of {@code effective}, lower-case hexadecimal; secrets do not change it
 */
public record Loaded<R extends Record>(R value, ObjectNode effective, Map<String, String> origins, String hash) {
    public Loaded {
        effective = effective.deepCopy();
        origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
    }
}
