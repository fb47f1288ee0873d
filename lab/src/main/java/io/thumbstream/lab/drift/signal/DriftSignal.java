package io.thumbstream.lab.drift.signal;

import io.thumbstream.lab.prequential.Prediction;
import java.util.function.Consumer;

/** Makes numbers of what the drift service reads. Called in the order of the records by one thread. */
interface DriftSignal {
    /** Takes a revision of a group; gives the numbers that are due after it. */
    default void group(SignalGroup group, Consumer<Reading> out) {}

    /** Takes what the reward model said about a label before it learned from it; gives the numbers that are due after it. */
    default void prediction(Prediction prediction, Consumer<Reading> out) {}
}
