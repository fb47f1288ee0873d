package io.thumbstream.launcher.rewardtrial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.launcher.result.ResultStore;
import java.util.EnumMap;
import java.util.Map;

/** Measures as they are kept: values by name, those that could not be measured left out. */
final class MeasuresForm implements ResultStore.Form<Measures> {
    private static final String VALUES = "values";

    @Override
    public int number() {
        return 1;
    }

    @Override
    public void write(Measures measures, ObjectNode file) {
        ObjectNode values = file.putObject(VALUES);
        measures.values().forEach((metric, value) -> values.put(metric.key(), value));
    }

    @Override
    public Measures read(JsonNode file) {
        Map<RewardMetric, Double> values = new EnumMap<>(RewardMetric.class);
        for (RewardMetric metric : RewardMetric.values()) {
            values.put(metric, file.path(VALUES).path(metric.key()).asDouble(Double.NaN));
        }
        return new Measures(values);
    }
}
