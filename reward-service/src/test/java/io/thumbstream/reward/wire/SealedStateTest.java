package io.thumbstream.reward.wire;

import static io.thumbstream.reward.wire.TopologyBench.START;
import static io.thumbstream.reward.wire.WireRecords.rollout;
import static io.thumbstream.reward.wire.WireRecords.thumb;
import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.reward.assemble.JoinerSettings;
import io.thumbstream.reward.event.Event;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.Experience;
import io.thumbstream.schemas.avro.Feedback;
import io.thumbstream.schemas.avro.Rollout;
import io.thumbstream.schemas.avro.ScoredRollout;
import io.thumbstream.schemas.seal.FileVault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Semantics locked here: what people said lies nowhere in the clear, and who is erased is as if they had never been there. */
class SealedStateTest {
    private static final Duration SOON = Duration.ofMillis(700);

    private final Path stateDir;
    private final Path keys;

    SealedStateTest(@TempDir Path folder) {
        this.stateDir = folder.resolve("state");
        this.keys = folder.resolve("keys");
    }

    @Test
    void shouldKeepNothingInTheClear() {
        try (TopologyBench bench = bench("hidden")) {
            bench.send(rollout("g", 0, 1, START));
            bench.send(thumb("f", "g", 0, 1, START.plusMillis(300)));
            bench.sleep(SOON);

            List<byte[]> state = bench.changelog.readValuesToList();
            assertThat(state).hasSizeGreaterThan(4);
            assertThat(state.stream().filter(Objects::nonNull).map(SealedStateTest::text))
                    .noneMatch(text -> text.contains("parcel") || text.contains("answer 0"));
            assertThat(text(bench.rawLabels.readValue()))
                    .doesNotContain("parcel")
                    .doesNotContain("answer 0");
        }
    }

    @Test
    void shouldGoOnWithoutAVoterWhoWasErased() {
        try (TopologyBench bench = bench("voter")) {
            bench.send(rollout("g", 0, 1, START));
            bench.send(of("bob", thumb("f1", "g", 0, 1, START.plusMillis(300))));
            bench.sleep(SOON);
            assertThat(bench.labels.readValuesToList()).hasSize(1);

            bench.erase("bob");
            bench.send(thumb("f2", "g", 0, -1, START.plusMillis(900)));
            bench.sleep(SOON);

            assertThat(bench.labels.readValuesToList())
                    .singleElement()
                    .satisfies(label -> assertThat(label.getUserKey()).contains("ann"));
        }
    }

    @Test
    void shouldSayNothingMoreAboutAGroupWhoseAskerWasErased() {
        try (TopologyBench bench = bench("asker")) {
            bench.send(rollout("g", 0, 2, START));
            bench.send(of("bob", thumb("f1", "g", 0, 1, START.plusMillis(300))));
            bench.sleep(SOON);
            assertThat(bench.labels.readValuesToList()).singleElement().satisfies(label -> {
                assertThat(label.getUserKey()).contains("bob");
                assertThat(label.getAskerKey()).contains("ann");
            });

            bench.erase("ann");
            bench.send(rollout("g", 1, 2, START.plusMillis(600)));
            bench.send(of("bob", thumb("f2", "g", 0, -1, START.plusMillis(900))));
            bench.sleep(Duration.ofMinutes(30));

            assertThat(bench.labels.isEmpty()).isTrue();
            assertThat(bench.experience.isEmpty()).isTrue();
            assertThat(bench.deadRollouts.isEmpty()).isTrue();
        }
    }

    @Test
    void shouldForgetWhatAnErasedVoterSaidAboutTheAnswerOfAnother() {
        try (TopologyBench bench = bench("judge")) {
            bench.send(rollout("g", 0, 1, START));
            bench.send(of("carl", thumb("f0", "g", 0, -1, START.plusMillis(200))));
            bench.send(of("bob", thumb("f1", "g", 0, 1, START.plusMillis(300))));
            bench.sleep(SOON);
            ScoredRollout both = newest(bench);
            assertThat(both.getLabelValue()).contains(0.5);
            assertThat(both.getFeedbackIds()).containsExactly("f0", "f1");

            bench.erase("bob");
            bench.send(thumb("f2", "g", 0, -1, START.plusMillis(900)));
            bench.sleep(SOON);

            ScoredRollout left = newest(bench);
            assertThat(left.getLabelValue()).contains(0.0);
            assertThat(left.getFeedbackIds()).containsExactly("f0", "f2");
        }
    }

    private static ScoredRollout newest(TopologyBench bench) {
        List<Experience> sent = bench.experience.readValuesToList();
        return sent.get(sent.size() - 1).getRollouts().get(0);
    }

    @Test
    void shouldReadWaitingRecordsAgainAtTheNextStartAndNothingOfWhoWasErased() {
        AvroSerdes serdes = new AvroSerdes("mock://again", Map.of(AvroSerdes.USER_KEYS, keys.toString()));
        StateSeal seal = new StateSeal(serdes.vault());
        InMemoryKeyValueStore raw = new InMemoryKeyValueStore("state");
        try (RecordReader reader = new RecordReader(serdes);
                Serializer<Rollout> writer = serdes.serializer(Topics.ROLLOUTS)) {
            byte[] record = writer.serialize(Topics.ROLLOUTS.name(), rollout("g", 0, 1, START));
            Event event = reader.read(new ConsumerRecord<>(
                            Topics.ROLLOUTS.name(), 3, 5, "g".getBytes(StandardCharsets.UTF_8), record))
                    .orElseThrow();
            new KeyValueJoinerStore(raw, seal, reader::again).enqueue(event, record);

            assertThat(new KeyValueJoinerStore(raw, seal, reader::again).firstEvent())
                    .isEqualTo(event);
            assertThat(text(raw.get(StateKeys.event(event)))).doesNotContain("parcel");

            ((FileVault) serdes.vault().orElseThrow()).destroy("ann");
            assertThat(new KeyValueJoinerStore(raw, seal, reader::again).firstEvent())
                    .isNull();
        }
    }

    private TopologyBench bench(String name) {
        return new TopologyBench(stateDir, name, Map.of(AvroSerdes.USER_KEYS, keys.toString()), votesOfOthers());
    }

    private static JoinerSettings votesOfOthers() {
        JoinerSettings usual = JoinerSettings.defaults();
        return new JoinerSettings(
                usual.lateness(),
                usual.windows(),
                usual.groupTimeout(),
                usual.parking(),
                usual.retention(),
                usual.externalRetention(),
                usual.stallRecheck(),
                usual.maxGroups(),
                usual.maxVotes(),
                false,
                usual.censoredLabels(),
                usual.censoredExperience(),
                usual.stall(),
                usual.silence());
    }

    private static Feedback of(String person, Feedback vote) {
        return Feedback.newBuilder(vote).setUserKey(person).build();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
