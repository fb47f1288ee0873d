package io.thumbstream.launcher.rewardtrial;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What was measured of one arm with one seed.
 *
 * @param values finite ones only
 */
record Measures(Map<RewardMetric, Double> values) {
    Measures {
        Map<RewardMetric, Double> finite = new EnumMap<>(RewardMetric.class);
        values.forEach((metric, value) -> {
            if (Double.isFinite(value)) {
                finite.put(metric, value);
            }
        });
        values = Collections.unmodifiableMap(finite);
    }

    /** The value, NaN where it could not be measured. */
    double value(RewardMetric metric) {
        return values.getOrDefault(metric, Double.NaN);
    }
}
