package io.thumbstream.runtime.config;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A setting that is an open tree with a {@code name}: another name replaces the tree, the same name overlays it.
 *
 * <p>Implementations have a {@link com.fasterxml.jackson.annotation.JsonCreator} that takes the tree.
 */
public interface NamedTree {
    /** What was chosen. */
    String name();

    /** The whole tree, with its name. */
    ObjectNode toTree();
}
