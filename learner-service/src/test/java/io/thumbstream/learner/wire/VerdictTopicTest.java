package io.thumbstream.learner.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.learner.trust.Reason;
import io.thumbstream.learner.trust.Verdict;
import io.thumbstream.learner.trust.VerdictBoard;
import io.thumbstream.schemas.AvroSerdes;
import io.thumbstream.schemas.SafeDecoder;
import io.thumbstream.schemas.Topics;
import io.thumbstream.schemas.avro.QuarantineVerdict;
import io.thumbstream.schemas.seal.FileVault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written of people is read back as it was, and of those who were erased nothing but that something was there. */
class VerdictTopicTest {
    private static final String REGISTRY = "mock://verdict-topic-test";
    private static final Verdict LIAR = new Verdict("liar", 0, true, Map.of(Reason.PROBES_FAILED, 6.93));
    private static final Verdict LOUD = new Verdict("loud", 0.25, false, Map.of(Reason.INFLUENCE_CAP, 0.25));

    private final Path keys;
    private final VerdictTopic.Content content =
            new VerdictTopic.Content(new LinkedHashMap<>(), new TreeSet<>(), new TreeSet<>());

    VerdictTopicTest(@TempDir Path folder) {
        this.keys = folder.resolve("keys");
    }

    private AvroSerdes serdes() {
        return new AvroSerdes(REGISTRY, Map.of(AvroSerdes.USER_KEYS, keys.toString()));
    }

    private byte[] bytes(Verdict verdict, long since) {
        try (Serializer<QuarantineVerdict> serializer = serdes().serializer(Topics.QUARANTINE)) {
            return serializer.serialize(
                    VerdictTopic.NAME,
                    VerdictRecords.toWire(
                            new VerdictBoard.Noted(verdict, since), "reward/support", since, Instant.EPOCH));
        }
    }

    private void take(String person, byte @org.jspecify.annotations.Nullable [] value) {
        try (SafeDecoder<QuarantineVerdict> decoder = serdes().decoder(Topics.QUARANTINE)) {
            byte[] key = person.getBytes(StandardCharsets.UTF_8);
            VerdictTopic.take(new ConsumerRecord<>(VerdictTopic.NAME, 0, 0, key, value), decoder, content);
        }
    }

    @Test
    void shouldHoldTheNewestOfEachPerson() {
        take("liar", bytes(LOUD, 1));
        take("liar", bytes(LIAR, 2));
        take("loud", bytes(LOUD, 3));
        take("gone", bytes(LOUD, 3));
        take("gone", null);

        assertThat(content.people())
                .containsOnly(
                        Map.entry("liar", new VerdictBoard.Noted(LIAR, 2)),
                        Map.entry("loud", new VerdictBoard.Noted(LOUD, 3)));
        assertThat(content.erased()).isEmpty();
        assertThat(content.unreadable()).isEmpty();
    }

    @Test
    void shouldTellTheErasedFromTheUnreadable() {
        byte[] sealed = bytes(LIAR, 2);
        new FileVault(keys, Clock.systemUTC()).destroy("liar");
        take("liar", sealed);
        take("loud", new byte[] {1, 2, 3});

        assertThat(content.people()).isEmpty();
        assertThat(content.erased()).containsExactly("liar");
        assertThat(content.unreadable()).containsExactly("loud");
    }
}
