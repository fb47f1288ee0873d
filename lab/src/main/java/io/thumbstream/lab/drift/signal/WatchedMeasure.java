package io.thumbstream.lab.drift.signal;

import io.thumbstream.runtime.catalog.TechniqueChoice;

/**
 * A number that a drift monitor looks at.
 *
 * @param measure the number, one of those that are measured
 * @param monitor what notices that it changes
 */
public record WatchedMeasure(Measure measure, TechniqueChoice monitor) {}
