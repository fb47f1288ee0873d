package io.thumbstream.generator.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A request of a server.
 *
 * @param path where it goes, from a slash on
 * @param body what is sent
 */
record Call(String path, ObjectNode body) {}
