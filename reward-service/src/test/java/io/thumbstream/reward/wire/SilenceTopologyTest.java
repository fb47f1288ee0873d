package io.thumbstream.reward.wire;

import static io.thumbstream.reward.wire.TopologyBench.START;
import static io.thumbstream.reward.wire.WireRecords.rollout;
import static io.thumbstream.reward.wire.WireRecords.thumb;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.thumbstream.reward.assemble.JoinerSettings;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.schemas.avro.Label;
import io.thumbstream.schemas.avro.Observation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Silence about one kind of feedback in the labels topic, also when nothing comes after it. */
class SilenceTopologyTest {
    @Test
    void shouldWriteSilenceOfANamedKindWhenTrafficStops(@TempDir Path stateDir) {
        JoinerSettings thumbs = JoinerSettings.defaults().withSilence(List.of(FeedbackKind.THUMB));
        try (TopologyBench bench = new TopologyBench(stateDir, "silence", Map.of(), thumbs)) {
            bench.send(rollout("g", 0, 2, START));
            bench.send(rollout("g", 1, 2, START));
            bench.send(thumb("f", "g", 1, 1, START.plusMillis(300)));
            bench.sleep(Duration.ofMinutes(21));

            assertThat(bench.labels.readValuesToList())
                    .extracting(Label::getLabelId, Label::getObservation, label -> label.getKind()
                            .name())
                    .contains(tuple("g/thumb/0/silence", Observation.CENSORED, "THUMB"))
                    .hasSize(2);
        }
    }
}
