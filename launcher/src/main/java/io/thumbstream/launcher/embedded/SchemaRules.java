package io.thumbstream.launcher.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/** Whether a schema may follow earlier ones under a compatibility level, by Avro's own resolution rules. */
final class SchemaRules {
    static final Set<String> LEVELS = Set.of(
            "NONE", "BACKWARD", "BACKWARD_TRANSITIVE", "FORWARD", "FORWARD_TRANSITIVE", "FULL", "FULL_TRANSITIVE");

    private SchemaRules() {}

    /**
     * What speaks against {@code candidate}; empty when it is allowed.
     *
     * @param earlier versions in order, oldest first
     */
    static List<String> problems(Schema candidate, List<Schema> earlier, String level) {
        List<String> problems = new ArrayList<>();
        List<Schema> against =
                level.endsWith("_TRANSITIVE") || earlier.isEmpty() ? earlier : List.of(earlier.get(earlier.size() - 1));
        for (Schema old : against) {
            if (level.startsWith("BACKWARD") || level.startsWith("FULL")) {
                problems.addAll(reading(candidate, old, "new schema cannot read old data"));
            }
            if (level.startsWith("FORWARD") || level.startsWith("FULL")) {
                problems.addAll(reading(old, candidate, "old schema cannot read new data"));
            }
        }
        return problems;
    }

    private static List<String> reading(Schema reader, Schema writer, String direction) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities()
                .stream()
                .map(fault ->
                        direction + ": " + fault.getType() + " at " + fault.getLocation() + ": " + fault.getMessage())
                .toList();
    }
}
