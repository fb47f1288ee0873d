package io.thumbstream.lab.drive;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Final outcome of a call.
 *
 * @param status HTTP status; 0 when there was no answer
 * @param body parsed body, a missing node when there is none
 */
record Reply(int status, JsonNode body) {
    boolean accepted() {
        return status / 100 == 2;
    }
}
