package io.thumbstream.launcher.dlq;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.lab.trace.Position;
import java.util.Optional;

/** Places in the JSON of the verbs. */
final class DlqJson {
    private DlqJson() {}

    /** Puts topic, partition and offset into {@code node}. */
    static void place(ObjectNode node, Position at) {
        node.put("topic", at.topic()).put("partition", at.partition()).put("offset", at.offset());
    }

    /** Puts where a letter's record came from into {@code node}; null when the letter does not say. */
    static void source(ObjectNode node, Optional<Position> source) {
        if (source.isPresent()) {
            place(node.putObject("source"), source.get());
        } else {
            node.putNull("source");
        }
    }
}
