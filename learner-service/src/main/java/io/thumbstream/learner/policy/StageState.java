package io.thumbstream.learner.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Numbers that the stages of a policy learner must find again after a restart, in the order in which the stages gave them.
 *
 * @param objective those of the objective
 * @param stabilizers those of each stabilizer that has any, by its name in the catalogue
 */
record StageState(Map<String, Double> objective, Map<String, Map<String, Double>> stabilizers) {
    StageState {
        objective = Collections.unmodifiableMap(new LinkedHashMap<>(objective));
        stabilizers = Collections.unmodifiableMap(new LinkedHashMap<>(stabilizers));
    }
}
